"""What a request brings: a template, values of parameters, capabilities, and what is only told again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from patterns.sandbox.provider import nested_stacks
from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.provider.tags import by_key
from patterns.sandbox.services.cloudformation.refusals import invalid, too_long
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.state import State
from patterns.template.source import Document, load
from patterns.template.stack_tags import with_tags

MAX_DIRECT_BYTES = 51_200
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""

NO_TEMPLATE = "Either Template URL or Template Body must be specified."
TOLD = ("RoleARN", "NotificationARNs", "Capabilities", "DisableRollback", "TimeoutInMinutes")
"""What a stack is shown with as it was given; it changes nothing here."""


def document(region: Region, params: Mapping[str, Any], state: State | None = None) -> Document:
    """The template of a request. Raises `Refused` for none, `TemplateError` for one that cannot be read."""
    return with_tags(_asked(region, params, state), tags(params))


def tags(params: Mapping[str, Any]) -> dict[str, str] | None:
    """The tags that a request gives a stack; None where it gives none, and those there are stay."""
    given = params.get("Tags")
    return None if given is None else by_key(given)


def _asked(region: Region, params: Mapping[str, Any], state: State | None) -> Document:
    if params.get("UsePreviousTemplate") and state is not None:
        return written(state)
    body, url = params.get("TemplateBody"), params.get("TemplateURL")
    if body:
        if len(str(body).encode()) > MAX_DIRECT_BYTES:
            raise too_long("templateBody", MAX_DIRECT_BYTES)
        return _read(str(body))
    if not url:
        raise invalid(NO_TEMPLATE)
    try:
        return replace(nested_stacks.template(region.account, str(url)), foreign=True)
    except HandlerError as error:
        raise invalid(str(error)) from None


def _read(text: str) -> Document:
    # One line could be the path of a file; no request has a say about those.
    return load(text if "\n" in text else f"{text}\n")


def written(state: State) -> Document:
    """The template of a stack as its author wrote it."""
    assert state.resolved is not None
    found = state.resolved.document
    if found.given_text is None:
        return found
    return replace(_read(found.given_text), folder=found.folder, foreign=found.foreign, name=found.name)


def values(params: Mapping[str, Any], state: State | None = None) -> dict[str, Any]:
    """The values of parameters by name. Raises `Refused` for a previous value where there is none."""
    found: dict[str, Any] = {}
    for each in params.get("Parameters") or ():
        name = str(each.get("ParameterKey"))
        if not each.get("UsePreviousValue"):
            found[name] = each.get("ParameterValue", "")
        elif state is None or state.resolved is None or name not in state.resolved.parameters:
            raise invalid(f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a "
                          "parameter key not in the previous template")  # fmt: skip
        elif name in state.given:
            found[name] = state.given[name]
    return found


def capabilities(params: Mapping[str, Any]) -> list[str]:
    """What a request acknowledges."""
    return list(params.get("Capabilities") or ())


def told(params: Mapping[str, Any]) -> dict[str, Any]:
    """What of a request is told again."""
    return {name: params[name] for name in TOLD if params.get(name) not in (None, [])}


def are_other_tags(state: State, params: Mapping[str, Any]) -> bool:
    """Whether a request gives a stack other tags than it has; one without tags leaves those there are."""
    given = tags(params)
    return given is not None and given != state.tags


def on_failure(params: Mapping[str, Any], name: str = "OnFailure") -> str:
    """What becomes of a creation that fails. Raises `Refused` where it is said in two ways."""
    if params.get(name) and params.get("DisableRollback") is not None:
        raise invalid(f"You can't specify both {name} and DisableRollback.")
    return str(params.get(name) or ("DO_NOTHING" if params.get("DisableRollback") else "ROLLBACK"))
