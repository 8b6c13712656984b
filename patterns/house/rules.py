"""What a company's tags and limits say about a template, as checks like any other: they end up in every review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from patterns.checks.tags._tags import tag_path, tag_property, tag_value
from patterns.findings import Finding, Pillar, Places, Rule, Severity
from patterns.house.settings import House, TagRule
from patterns.template.resolve import Resolved

PREFIX = "HOUSE"


def rules(house: House) -> list[Rule]:
    """One rule for each tag that must be there, one for each with limits, one for the bill."""
    place = house.file or Path()
    found = [_missing(place, key) for key, rule in house.tags.items() if rule.required]
    found += [_wrong(place, key, rule) for key, rule in house.tags.items() if rule.limits]
    return found if house.monthly_usd is None else [*found, _bill(place, house.monthly_usd)]


def _missing(place: Path, key: str) -> Rule:
    def places(resolved: Resolved) -> Places:
        for resource in resolved.resources.values():
            if tag_property(resource.type) and tag_path(resource, key) is None:
                yield resource.logical_id, ()

    return Rule(
        f"{PREFIX}-TAG-{key}", f"The tag {key} is missing", f"{place.name} requires it on all that has tags.",
        _page(place), Pillar.OPERATIONS, "", Severity.MEDIUM, places,
    )  # fmt: skip


def _wrong(place: Path, key: str, rule: TagRule) -> Rule:
    def places(resolved: Resolved) -> Places:
        for resource in resolved.resources.values():
            path, value = tag_path(resource, key), tag_value(resource, key)
            # What only a deployment decides may still be right.
            if path is not None and isinstance(value, str) and not rule.allows(value):
                yield resource.logical_id, path

    return Rule(
        f"{PREFIX}-VALUE-{key}", f"The tag {key} is not {rule.limits}", f"{place.name} limits what the tag {key} says.",
        _page(place), Pillar.OPERATIONS, "", Severity.MEDIUM, places,
    )  # fmt: skip


def _page(place: Path) -> str:
    """Where it is said: the file, as other pages have their address."""
    return place.resolve().as_uri()


@dataclass(frozen=True)
class WholeRule(Rule):
    """A rule about the template as a whole: its finding names no resource."""

    is_broken: Callable[[Resolved], bool]

    def resources(self, resolved: Resolved) -> set[str]:
        """The empty name where the template breaks the rule."""
        return {""} if self.is_broken(resolved) else set()

    def findings(self, resolved: Resolved) -> Iterator[Finding]:
        """The one finding there can be."""
        if self.is_broken(resolved):
            yield Finding(
                self.id, self.title, self.why, self.severity, self.pillar, "", (), self.source, self.best_practice
            )


def _bill(place: Path, most: float) -> Rule:
    def is_broken(resolved: Resolved) -> bool:
        from patterns.analysis.cost import cost

        return cost(resolved).monthly_usd > most

    return WholeRule(
        f"{PREFIX}-COST", f"It costs more than ${most:,.2f} a month",
        f"{place.name} sets this limit; `cost` lists what the estimate is made of.", _page(place), Pillar.COST, "",
        Severity.HIGH, lambda resolved: iter(()), is_broken,
    )  # fmt: skip
