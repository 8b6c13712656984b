"""What a check or the linter says about a template, in one shape. Not here: which checks there are (`catalogue`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from patterns.table import Table, Unfolding
from patterns.template.properties import at
from patterns.template.resolve import Resolved, Resource

ACCEPTED = "AcceptedFindings"
"""Key of a resource's `Metadata` that accepts findings: `{"S3-004": "public data set, approved by ..."}`."""


class Severity(IntEnum):
    """How bad it is if the finding is true; comparable, so that a pipeline can fail from a level on."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    def __str__(self) -> str:
        return self.name.lower()


class Pillar(StrEnum):
    """The pillars of the Well-Architected Framework, and correctness for what CloudFormation itself would refuse."""

    SECURITY = "Security"
    RELIABILITY = "Reliability"
    COST = "Cost optimization"
    OPERATIONS = "Operational excellence"
    PERFORMANCE = "Performance efficiency"
    SUSTAINABILITY = "Sustainability"
    CORRECTNESS = "Correctness"


@dataclass(frozen=True)
class Remedy:
    """The change of one parameter after which a finding is gone and no other appears."""

    parameter: str
    value: Any

    def __str__(self) -> str:
        return f"{self.parameter}={self.value!r}"


@dataclass(frozen=True)
class Finding:
    """One defect of one template.

    `path` leads to the place in the template, `line` is where that stands in its text, `source` is the page that says
    so. `accepted` is the reason somebody gave for living with it, or None.
    """

    id: str
    title: str
    why: str
    severity: Severity
    pillar: Pillar
    resource: str
    path: tuple[str | int, ...]
    source: str
    best_practice: str = ""
    line: int | None = None
    remedy: Remedy | None = None
    accepted: str | None = None
    made: str = ""
    """The resource that a transform made of `resource` and the finding is about; empty where it is that one itself."""
    file: str = ""
    """The nested template that `line` is a line of, as the template around names it; empty for one's own."""

    @property
    def about(self) -> str:
        """The resource that is deployed and has the defect: what a transform made, or what stands in the template."""
        return self.made or self.resource

    @property
    def key(self) -> tuple[str, str]:
        """What makes two findings of two templates the same one."""
        return self.id, self.about

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.made, self.file, f"line {self.line}" if self.line else "")))
        where = f" ({place})" if place else ""
        return f"{self.severity}: {self.id} {self.resource}: {self.title}{where}"


class Findings(list[Finding]):
    """Findings as a list that shows itself as a table: each with why it matters, and what fixes it or where it is."""

    @property
    def table(self) -> Table:
        """With the parameter that fixes each; with its line where none of them has one."""
        if any(one.remedy for one in self):
            heading, last = "remedy", [str(one.remedy) if one.remedy else "" for one in self]
        else:
            heading, last = "line", [str(one.line or "") for one in self]
        rows = [
            (str(one.severity), one.id, one.resource, Unfolding(one.title, one.why, one.source), where)
            for one, where in zip(self, last, strict=True)
        ]
        return Table(("severity", "id", "resource", "finding", heading), tuple(rows), "no findings")

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def without(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The findings that the others do not have: of two templates, what came or what went."""
    keys = {other.key for other in others}
    return [finding for finding in findings if finding.key not in keys]


Places = Iterator[tuple[str, tuple[str | int, ...]]]
"""Where a check found its defect: logical id, and the path inside the resource's properties."""


@dataclass(frozen=True)
class Rule:
    """A check: its facts and one question. `places` yields the logical id and property path of each defect."""

    id: str
    title: str
    why: str
    source: str
    pillar: Pillar
    best_practice: str
    severity: Severity
    places: Callable[[Resolved], Places]

    def resources(self, resolved: Resolved) -> set[str]:
        """The resources with this defect: with the rule's id the keys of its findings, without looking for lines."""
        return {logical_id for logical_id, _ in self.places(resolved)}

    def findings(self, resolved: Resolved) -> Iterator[Finding]:
        """The rule's findings in a template, with their lines, and the reason where one is accepted."""
        for logical_id, inside in self.places(resolved):
            resource = resolved.resources[logical_id]
            path = (*resource.path, *(("Properties", *inside) if inside else ()))
            document = resolved.document
            written = document.written_as(logical_id)
            told = (resource, *((resolved.resources[written],) if written in resolved.resources else ()))
            yield Finding(
                self.id, self.title, self.why, self.severity, self.pillar, written, path, self.source,
                self.best_practice, document.line(path), None, _acceptance(told, self.id),
                "" if written == logical_id else logical_id, document.file(path),
            )  # fmt: skip


def _acceptance(resources: Iterable[Resource], rule_id: str) -> str | None:
    """The reason of the first that gives one: of what a transform made, that of what it was made of holds too."""
    said = (at(resource.metadata, ACCEPTED, rule_id) for resource in resources)
    return next((one for one in said if isinstance(one, str) and one.strip()), None)
