"""What of a template is left out where the sandbox cannot make all of it: the resources, and what hangs on them.

Nothing is ever left out unasked: `deploy(..., unsupported="leave_out")`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from patterns.sandbox.core.errors import DeploymentRefused, Unsupported, UnsupportedType
from patterns.sandbox.provider.finding import provider
from patterns.template.references import EVALUATED, references
from patterns.template.resolve import Resolved
from patterns.template.source import Document

Choice = Literal["refuse", "leave_out"]
CHOICES = ("refuse", "leave_out")


@dataclass(frozen=True)
class LeftOut:
    """What was left out: logical id -> why, and the outputs that are missing for that.

    `images` are those of an assembly of the CDK, which nobody builds or runs; resources that name them are made.
    `events` came about meanwhile and were for code that the sandbox does not run: what and why.
    """

    resources: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.resources)

    @property
    def lines(self) -> tuple[str, ...]:
        """One line for each, for a report."""
        missing = tuple(f"output {name}: it tells of what was left out" for name in self.outputs)
        unbuilt = tuple(f"image {name}: it is neither built nor run" for name in self.images)
        return (*(f"{name}: {why}" for name, why in self.resources.items()), *missing, *unbuilt, *self.events)


def unsupported(resolved: Resolved) -> list[Unsupported]:
    """Every resource of a template whose type the sandbox does not make, with its line."""
    return [
        Unsupported(each.type, each.logical_id, resolved.document.line(("Resources", each.logical_id, "Type")))
        for each in resolved.resources.values()
        if not is_made(each.type)
    ]


def is_made(type_name: str) -> bool:
    """Whether a provider makes a type."""
    try:
        provider(type_name)
    except UnsupportedType:
        return False
    return True


def check_choice(choice: str) -> None:
    """Raise `DeploymentRefused` for a choice that there is not."""
    if choice not in CHOICES:
        raise DeploymentRefused(f"unsupported={choice!r}: choose 'refuse' or 'leave_out'")


def rest(resolved: Resolved) -> tuple[Document, LeftOut]:
    """The template without what the sandbox cannot make and what hangs on it, and what that is.

    A mention in a branch of `Fn::If` that is not taken hangs on it as well: the name would not be there.
    """
    document = resolved.document
    left = {each.logical_id: f"the sandbox has no {each.type}" for each in unsupported(resolved)}
    resources = document.body["Resources"]
    mentions = {name: _mentioned(resource) for name, resource in resources.items()}
    while hanging := {
        name: _why(mentioned, left)
        for name, mentioned in mentions.items()
        if name not in left and not mentioned.isdisjoint(left)
    }:
        left |= hanging
    if not left:
        return document, LeftOut()
    outputs = document.body.get("Outputs") or {}
    gone = tuple(name for name, output in outputs.items() if not _names(output).isdisjoint(left))
    body = {**document.body, "Resources": {name: each for name, each in resources.items() if name not in left}}
    if "Outputs" in body:
        body["Outputs"] = {name: output for name, output in outputs.items() if name not in gone}
    return replace(document, body=body), LeftOut(left, gone)


def with_images(document: Document, left_out: LeftOut) -> LeftOut:
    """What was left out of a stack, with the images of its assembly."""
    images = document.assembly.images if document.assembly else ()
    return replace(left_out, images=images) if images else left_out


def _why(mentioned: Iterable[str], left: Mapping[str, str]) -> str:
    return f"it needs {', '.join(sorted(set(mentioned) & left.keys()))}, which was left out"


def _mentioned(resource: Mapping[str, Any]) -> frozenset[str]:
    needed = resource.get("DependsOn") or []
    by_name = {needed} if isinstance(needed, str) else set(needed)
    return frozenset(by_name).union(*(_names(resource.get(attribute)) for attribute in EVALUATED))


def _names(expression: Any) -> frozenset[str]:
    return frozenset(each.target for each in references(expression, ()) if each.kind != "Condition")
