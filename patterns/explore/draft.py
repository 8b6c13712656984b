"""A draft: what the reader explores, with the findings they accept, and what they say it is used for.

Not here: which findings there are, and how the page shows them.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from patterns.analysis.usage import usage as checked
from patterns.findings import ACCEPTED
from patterns.template.errors import TemplateError
from patterns.template.source import Document, load

MAX_REASON = 300
"""Characters of a reason: a sentence or two, as it is read again in the template."""


class AcceptanceError(ValueError):
    """A finding that cannot be accepted like this; the message says why and what to write."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A source, and beside it what the reader decided about findings.

    `decisions` maps (finding id, logical id) to the reason for accepting it, or to None where an acceptance that the
    source itself makes is withdrawn; it is written into the template's metadata. `usage` holds the quantities for the
    bill that are not the defaults.
    """

    source: Any
    decisions: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def document(self) -> Document:
        """The template with the decisions in it; raises `TemplateError`.

        A template given as text keeps its own text until a finding is accepted, and then it is written again.
        """
        loaded = load(self.source)
        if loaded.parts:
            there = ", ".join(part.name for part in loaded.parts)
            raise TemplateError(
                f"{loaded.name} has the stacks {there}: explore one of them, as with stack={loaded.parts[0].name!r}; "
                "what it needs is deployed before it"
            )
        if not self.decisions:
            return loaded
        body = copy.deepcopy(loaded.body)
        for (rule_id, logical_id), reason in self.decisions.items():
            # A parameter may have taken the resource away; the decision waits for it to come back.
            if logical_id in body["Resources"]:
                _decide(body["Resources"][logical_id], rule_id, reason)
        return replace(loaded, body=body, given_text=None)

    def of(self, source: Any) -> Draft:
        """The same decisions about another source."""
        return replace(self, source=source)

    def using(self, name: str, amount: float | None) -> Draft:
        """This draft with another quantity for the bill, the default for None. Raises `UsageError`."""
        given = {key: value for key, value in self.usage.items() if key != name}
        if amount is not None:
            given[name] = amount
        return replace(self, usage=checked(given, resources=()).everywhere)

    def accepting(self, rule_id: str, logical_id: str, reason: str) -> Draft:
        """This draft with a finding accepted. Raises `AcceptanceError` for no reason or a long one."""
        reason = " ".join(reason.split())
        if not reason:
            raise AcceptanceError(f"{rule_id} is not accepted: write the reason, which stays in the template")
        if len(reason) > MAX_REASON:
            raise AcceptanceError(
                f"{rule_id} is not accepted: the reason has {len(reason)} characters, write at most {MAX_REASON}"
            )
        return replace(self, decisions={**self.decisions, (rule_id, logical_id): reason})

    def withdrawing(self, rule_id: str, logical_id: str) -> Draft:
        """This draft with the finding open again."""
        decisions = {key: reason for key, reason in self.decisions.items() if key != (rule_id, logical_id)}
        declared = load(self.source).body["Resources"].get(logical_id, {})
        withdrawn = {(rule_id, logical_id): None} if rule_id in _accepted(declared) else {}
        return replace(self, decisions={**decisions, **withdrawn})


def stack_of(source: Any, name: str) -> Document:
    """The stack of this name of an app of the CDK. Raises `TemplateError` where there is none."""
    loaded = load(source)
    stacks = loaded.parts or (loaded,)
    called = {each: (each.name, *((each.assembly.artifact,) if each.assembly else ())) for each in stacks}
    stack = next((each for each, names in called.items() if name in names), None)
    if stack is None:
        there = ", ".join(each.name for each in stacks)
        raise TemplateError(f"there is no stack {name!r} in it: there is {there}")
    return stack


def _decide(resource: dict[str, Any], rule_id: str, reason: str | None) -> None:
    accepted = {key: own for key, own in _accepted(resource).items() if key != rule_id}
    if reason is not None:
        accepted[rule_id] = reason
    metadata = {key: own for key, own in resource.pop("Metadata", {}).items() if key != ACCEPTED}
    if accepted:
        metadata[ACCEPTED] = accepted
    if metadata:
        resource["Metadata"] = metadata


def _accepted(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    own = resource.get("Metadata", {}).get(ACCEPTED)
    return own if isinstance(own, Mapping) else {}
