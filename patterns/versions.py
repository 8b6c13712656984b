"""Two versions of a template side by side: what a reviewer asks of an update. Not here: the words (`commands`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from patterns.analysis.cost import Estimate, ItemChange, cost
from patterns.analysis.cost import difference as bill_difference
from patterns.analysis.permissions import Permissions, permissions
from patterns.analysis.single_points import SinglePoints, single_points
from patterns.comparison.difference import Change, compare
from patterns.findings import Finding, without
from patterns.review import check
from patterns.template.resolve import REGION, Resolved, resolve

RULES = ("replacement", "removal", "new-finding", "new-permission", "cost>10%", "cost>5")
"""What a pipeline may forbid; an amount after `cost>` is in dollars a month, or in per cent of the bill before."""

_COST = re.compile(r"cost>(\d+(?:\.\d+)?)(%?)")


class UnknownRule(ValueError):
    """A rule that nobody knows; the message names those that there are."""

    def __init__(self, rule: str) -> None:
        super().__init__(f"{rule!r} is no rule for an update: choose among {', '.join(RULES)}")


@dataclass(frozen=True, eq=False)
class Version:
    """One version of a template; each thing about it is worked out when first asked for."""

    resolved: Resolved

    @cached_property
    def estimate(self) -> Estimate:
        """Its bill for a month."""
        return cost(self.resolved)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say that nobody has accepted, worst first; not the linter, which knows no versions."""
        return [finding for finding in check(self.resolved, lint=False) if finding.accepted is None]

    @cached_property
    def permissions(self) -> Permissions:
        """Who may do what."""
        return permissions(self.resolved)

    @cached_property
    def single_points(self) -> SinglePoints:
        """What stops when one thing is lost."""
        return single_points(self.resolved)


def version(source: Any, *, parameters: Mapping[str, Any] | None = None, region: str = REGION) -> Version:
    """A version of anything that `load` takes. Raises `TemplateError`."""
    return Version(source if isinstance(source, Resolved) else resolve(source, parameters=parameters, region=region))


@dataclass(frozen=True, eq=False)
class Update:
    """What it means to bring a stack from one version to another. Raises `TemplateError` where that cannot be."""

    old: Version
    new: Version

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What happens to each resource."""
        return tuple(compare(self.old.resolved, self.new.resolved))

    @cached_property
    def bill(self) -> list[ItemChange]:
        """The lines of the bill that differ, the largest change first."""
        return bill_difference(self.old.estimate, self.new.estimate)

    @property
    def dearer_usd(self) -> float:
        """How much is added to the bill of a month."""
        return self.new.estimate.monthly_usd - self.old.estimate.monthly_usd

    @cached_property
    def new_findings(self) -> list[Finding]:
        """Findings that were not there before."""
        return without(self.new.findings, self.old.findings)

    @cached_property
    def gone_findings(self) -> list[Finding]:
        """Findings that are no longer there."""
        return without(self.old.findings, self.new.findings)

    @cached_property
    def new_permissions(self) -> list[str]:
        """`Role: s3:GetObject on *`, for all that a role, user or group may and might not before."""
        return list(_gained(self.old.permissions, self.new.permissions))

    @cached_property
    def lost_permissions(self) -> list[str]:
        """The same for what nobody may any more."""
        return list(_gained(self.new.permissions, self.old.permissions))

    @property
    def is_nothing(self) -> bool:
        """Whether nothing at all differs."""
        return not any((
            self.changes, self.bill, self.new_findings, self.gone_findings, self.new_permissions, self.lost_permissions
        ))  # fmt: skip

    def broken(self, rule: str) -> list[str]:
        """What breaks a rule, in words; nothing where it holds. Raises `UnknownRule`."""
        if match := _COST.fullmatch(rule):
            return self._too_dear(float(match[1]), in_percent=bool(match[2]))
        asked = {
            "replacement": [
                f"{change.logical_id} is replaced" for change in self.changes if change.replacement == "always"
            ],
            "removal": [f"{change.logical_id} is removed" for change in self.changes if change.action == "Remove"],
            "new-finding": [
                f"{new_finding.id} {new_finding.resource}: {new_finding.title}" for new_finding in self.new_findings
            ],
            "new-permission": self.new_permissions,
        }
        if rule not in asked:
            raise UnknownRule(rule)
        return asked[rule]

    def _too_dear(self, most: float, *, in_percent: bool) -> list[str]:
        before = self.old.estimate.monthly_usd
        limit = before * most / 100 if in_percent else most
        if self.dearer_usd <= limit:
            return []
        return [f"${self.dearer_usd:,.2f} a month are added to ${before:,.2f}"]


def _gained(old: Permissions, new: Permissions) -> Iterator[str]:
    for holder in new.holders:
        for access in holder.since(old.holder(holder.logical_id)).gained:
            yield f"{holder.logical_id}: {access}"
