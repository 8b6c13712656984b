"""Variants of a template in one table: what differs between them, and what each costs, finds, allows and may lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from patterns.analysis.cost import cost
from patterns.explore.draft import Draft
from patterns.explore.turning import Turning, begun, said, shown, turning
from patterns.explore.words import amount, counted
from patterns.table import Table
from patterns.template.resolve import resolve
from patterns.versions import Version

ABSENT = "—"


def variants(**sources: Any) -> Table:
    """A table of variants by name, `variants(dev=Service(zone_count=2), prod=Service(zone_count=3))`.

    Each is anything that `explore` takes, or a pair of it and its parameters. Its rows are the parameters that differ,
    resources, the bill of a month, findings by pillar, single points of failure, and what identities may do. Raises
    `TemplateError` and `ParameterError` as `explore` does.
    """
    return table({name: Draft(_begun(source)) for name, source in sources.items()})


def table(drafts: Mapping[str, Draft]) -> Table:
    """The same for what a page has pinned."""
    found = list(drafts.values())
    if not found:
        return Table((), (), empty="no variants")
    bills = ("A month", *(amount(cost(version(draft).resolved, draft.usage)) for draft in found))
    figures = _figures([version(draft) for draft in found])
    return Table(("", *drafts), (*_parameters([turning(draft.source) for draft in found]), bills, *figures))


def python_line(draft: Draft) -> str:
    """What makes a variant again: the pattern, or the values of a template's parameters that are not its defaults."""
    if hasattr(draft.source, "with_"):
        return repr(draft.source)
    turned = turning(draft.source)
    given = {name: shown(value, turned.kinds[name]) for name, value in draft.document.parameters.items()}
    return f"parameters={given!r}"


@lru_cache(maxsize=32)
def version(draft: Draft) -> Version:
    """The version that a draft is; the last few are kept, so that a page that is turned works out only what is new."""
    return Version(resolve(draft.document))


def _begun(source: Any) -> Any:
    return begun(*source) if isinstance(source, tuple) else source


def _parameters(turned: list[Turning]) -> Iterator[tuple[str, ...]]:
    kinds = {name: kind for each in turned for name, kind in each.kinds.items()}
    for name, kind in kinds.items():
        cells = [said(each.values[name], each.kinds[name]) if name in each.kinds else ABSENT for each in turned]
        if len(set(cells)) > 1:
            yield (kind.label, *cells)


def _figures(versions: list[Version]) -> list[tuple[str, ...]]:
    return [(label, *map(told, versions)) for label, told in FIGURES.items()]


def _findings(one: Version) -> str:
    pillars = Counter(str(finding.pillar) for finding in one.findings)
    return ", ".join(f"{number} {pillar}" for pillar, number in sorted(pillars.items())) or "none"


def _single_points(one: Version) -> str:
    return ", ".join(loss.name for loss in one.single_points) or "none"


def _permissions(one: Version) -> str:
    allowed = [access for holder in one.permissions.holders for access in holder.accesses]
    return counted(len({access.action for access in allowed}), "action") if allowed else "none"


FIGURES: Mapping[str, Callable[[Version], str]] = {
    "Resources": lambda one: str(len(one.resolved.resources)),
    "Findings": _findings,
    "Single points of failure": _single_points,
    "Identities may": _permissions,
}
