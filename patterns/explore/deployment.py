"""What the account says about a stack, value by value, as one frozen value. Not here: deploying it (`running`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from patterns.analysis.machine import Taken
from patterns.comparison.difference import Change, compare
from patterns.explore.executions import last_execution, taken
from patterns.sandbox.core.timeline import Happening
from patterns.sandbox.stacks.drift import differences
from patterns.sandbox.stacks.stack import Stack, StackResource
from patterns.template.errors import TemplateError
from patterns.template.resolve import Resolved, resolve
from patterns.template.source import Document


class Verdict(StrEnum):
    """How a declared value and the one the services report compare."""

    SAME = "as declared"
    DRIFTED = "drifted"
    UNSIMULATED = "not simulated"


@dataclass(frozen=True)
class Reading:
    """One declared value beside what reads back; `path` is dotted, `actual` is None where nothing reads back."""

    path: str
    declared: Any
    actual: Any
    verdict: Verdict


@dataclass(frozen=True)
class Member:
    """One resource of the stack, read back."""

    logical_id: str
    type: str
    physical_id: str
    readings: tuple[Reading, ...]

    def paths(self, verdict: Verdict) -> list[str]:
        """The paths of the values with this verdict."""
        return [reading.path for reading in self.readings if reading.verdict is verdict]

    @property
    def counts(self) -> Counter[Verdict]:
        """How many values have each verdict."""
        return Counter(reading.verdict for reading in self.readings)


@dataclass(frozen=True)
class Deployment:
    """A stack as last read: its members, outputs, and what an update to the page's template would change.

    `now` and `happenings` are the account's clock and timeline; `ways` are the last execution of each state machine,
    by its logical id.
    """

    stack_name: str
    status: str
    outputs: Mapping[str, Any]
    members: tuple[Member, ...]
    deployed: Resolved
    pending: tuple[Change, ...]
    now: datetime
    happenings: tuple[Happening, ...] = ()
    ways: Mapping[str, Taken] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Logical id -> why, of what the sandbox did not make."""
    exports: Mapping[str, str] = field(default_factory=dict)
    """What the stacks of the region hand on."""

    def against(self, resolved: Resolved, document: Document) -> Deployment:
        """The same reading beside another template: a turn asks the account nothing."""
        return replace(self, pending=_pending(self.deployed, resolved, document, self.left_out, self.exports))

    def member(self, logical_id: str) -> Member | None:
        """The member of this name, if the stack has it."""
        return next((member for member in self.members if member.logical_id == logical_id), None)


def read(stack: Stack, resolved: Resolved, document: Document) -> Deployment:
    """The stack read back now, beside the template it could be updated to. Raises `SandboxEnded`."""
    members = tuple(_member(stack[logical_id]) for logical_id in stack)
    left_out = stack.left_out.resources
    exports = stack.importable
    pending = _pending(stack.resolved, resolved, document, left_out, exports)
    account = stack.account
    return Deployment(
        stack.name, stack.status, stack.outputs, members, stack.resolved, pending,
        account.clock.now, tuple(account.timeline), dict(_ways(stack)), left_out, exports,
    )  # fmt: skip


def _pending(
    deployed: Resolved, resolved: Resolved, document: Document, left_out: Container[str], exports: Mapping[str, str]
) -> tuple[Change, ...]:
    """What an update to a document would change; `resolved` is what the page shows of it.

    That tells local files by their names, has nested templates in it and knows no exports, all unlike the account.
    """
    if resolved.packages or deployed.imports:
        with suppress(TemplateError):
            resolved = resolve(document, region=resolved.region, exports=exports, as_deployed=True)
    return tuple(change for change in compare(deployed, resolved) if change.logical_id not in left_out)


def _ways(stack: Stack) -> Iterator[tuple[str, Taken]]:
    for logical_id in stack:
        if stack[logical_id].type == "AWS::StepFunctions::StateMachine":
            client = stack.account.observer("stepfunctions")
            last = last_execution(client, stack[logical_id].physical_id)
            if last is not None:
                yield logical_id, taken(client, last)


def _member(resource: StackResource) -> Member:
    readings = tuple(_readings(resource.declared, resource.actual, set(resource.unsimulated)))
    return Member(resource.logical_id, resource.type, resource.physical_id, readings)


def _readings(declared: Mapping[str, Any], actual: Mapping[str, Any], unsimulated: set[str]) -> Iterator[Reading]:
    """Each declared value in the template's order, one that differs once and whole."""
    differing = {found.path: found for found in differences(declared, actual)}
    told: set[str] = set()
    for path, value in _leaves(declared, ""):
        above = next((place for place in differing if _is_within(path, place)), None)
        if above is None:
            yield Reading(path, value, value, Verdict.SAME)
        elif above not in told:
            told.add(above)
            found = differing[above]
            verdict = Verdict.UNSIMULATED if above in unsimulated else Verdict.DRIFTED
            yield Reading(above, found.declared, found.actual, verdict)


def _leaves(declared: Any, path: str) -> Iterator[tuple[str, Any]]:
    members: Iterator[tuple[str, Any]] = iter(())
    if isinstance(declared, Mapping):
        members = ((f"{path}.{key}" if path else str(key), value) for key, value in declared.items())
    elif isinstance(declared, list):
        members = ((f"{path}[{index}]", value) for index, value in enumerate(declared))
    else:
        yield path, declared
    for inner, value in members:
        yield from _leaves(value, inner)


def _is_within(path: str, place: str) -> bool:
    return path == place or path.startswith((f"{place}.", f"{place}["))
