"""Everything a page shows, as one frozen value computed once per turn. Not here: how it is drawn (`panels`)."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Literal

from patterns.analysis.cost import Estimate, cost
from patterns.analysis.folding import folded
from patterns.analysis.permissions import Permissions, permissions
from patterns.analysis.single_points import SinglePoints, single_points
from patterns.analysis.usage import QUANTITIES
from patterns.comparison.difference import Change, compare
from patterns.explore.deployment import Deployment
from patterns.explore.draft import Draft
from patterns.explore.turning import said, turning
from patterns.explore.words import titled
from patterns.findings import Finding, without
from patterns.network.reachability import Reachability, reachability
from patterns.review import judged, judged_in_branches
from patterns.sandbox.core.errors import UnsupportedType
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.leaving_out import rest
from patterns.template.branches import branches
from patterns.template.resolve import Resolved, resolve
from patterns.template.source import Document

if TYPE_CHECKING:
    from patterns.sandbox.authorisation.calls import MadeCall
    from patterns.sandbox.stacks.stack import Event

Mark = Literal["", "+", "-"]

UNFOLDED = "unfolded"
"""Under this name `picked` says which recipe's box the picture shows from inside."""


@dataclass(frozen=True)
class Turn:
    """One parameter or quantity turned, or one finding decided about; undo and reset may turn several at once."""

    parameter: str
    old: str
    new: str


@dataclass(frozen=True, eq=False)
class View:
    """One state of a page. `before` is the state of one turn ago.

    `remedied` says whether the findings have been given their remedies, `lint` is None until the linter has answered.
    `deployment` is the stack as last read, `events` its story, `underway` what is being done to it just now; `trouble`
    is what was refused, in words. `looked_at` is the logical id of the resource picked in the picture, `picked` what
    was picked on other panels, by names of theirs; `pinned` are the variants that the reader keeps, by name. `calls`
    are the latest of the account, where somebody watches them.
    """

    draft: Draft
    resolved: Resolved
    findings: tuple[Finding, ...]
    before: View | None = None
    turns: tuple[Turn, ...] = ()
    remedied: bool = False
    lint: tuple[Finding, ...] | None = None
    deployment: Deployment | None = None
    events: tuple[Event, ...] = ()
    underway: str = ""
    trouble: str = ""
    looked_at: str = ""
    picked: Mapping[str, str] = field(default_factory=dict)
    calls: tuple[MadeCall, ...] = ()
    pinned: Mapping[str, Draft] = field(default_factory=dict)

    @property
    def source(self) -> Any:
        """The pattern or template, without the reader's decisions about findings."""
        return self.draft.source

    @property
    def document(self) -> Document:
        """The template."""
        return self.resolved.document

    @property
    def title(self) -> str:
        """The heading: the recipe's name in words, or the template's."""
        return titled(self.document.name)

    @property
    def summary(self) -> str:
        """What it is, in one sentence: the template's description."""
        return str(self.document.body.get("Description", ""))

    @property
    def is_reviewed(self) -> bool:
        """Whether remedies and linter have been asked."""
        return self.remedied and self.lint is not None

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Checks and linter together, worst first."""
        return tuple(
            sorted((*self.findings, *(self.lint or ())), key=lambda one: (-one.severity, one.id, one.resource))
        )

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Those that nobody accepted."""
        return tuple(finding for finding in self.all_findings if finding.accepted is None)

    @cached_property
    def boxes(self) -> dict[str, str]:
        """Logical id -> the box that the picture draws it in; none in a small picture."""
        looked_into = self.picked.get(UNFOLDED)
        return folded(self.resolved, self._made_by, [looked_into] if looked_into else None)

    @cached_property
    def folds(self) -> tuple[str, ...]:
        """The recipes whose resources a large picture shows as one box each, by their prefixes."""
        whole = folded(self.resolved, self._made_by)
        return tuple(sorted(set(self._made_by.values()))) if whole else ()

    @property
    def _made_by(self) -> Mapping[str, str]:
        return getattr(self.source, "made_by", {})

    @cached_property
    def left_out(self) -> Mapping[str, str]:
        """Logical id -> why, of what is not made where a deployment leaves out what the sandbox cannot make."""
        return rest(self.resolved)[1].resources if self.unmade else {}

    @cached_property
    def unmade(self) -> Mapping[str, str]:
        """Logical id -> type, of what the sandbox cannot make: a deployment is refused because of it."""
        return {name: each.type for name, each in self.resolved.resources.items() if not _is_made(each.type)}

    @cached_property
    def estimate(self) -> Estimate:
        """The template's bill for a month, for what the reader says it is used for."""
        return cost(self.resolved, self.draft.usage)

    @property
    def dearer_usd(self) -> float:
        """How much the last turn added to the bill."""
        return self.estimate.monthly_usd - self.before.estimate.monthly_usd if self.before else 0.0

    @cached_property
    def network(self) -> Reachability:
        """Who reaches whom; without subnets where the template has no network."""
        return reachability(self.resolved)

    @cached_property
    def single_points(self) -> SinglePoints:
        """What stops when one thing is lost; no losses where nothing stands in a zone and nothing can be lost."""
        return single_points(self.resolved)

    @cached_property
    def permissions(self) -> Permissions:
        """Who may do what by the template's own policies; no holders where it has no roles, users or groups."""
        return permissions(self.resolved)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the last turn would do to a stack of the template before."""
        return tuple(compare(self.before.resolved, self.resolved)) if self.before else ()

    @property
    def gained(self) -> list[Finding]:
        """Findings that the last turn brought; the linter's only once it has read both templates."""
        return without(*self._compared) if self.before else []

    @property
    def lost(self) -> list[Finding]:
        """Findings that the last turn took away."""
        new, old = self._compared
        return without(old, new) if self.before else []

    @property
    def _compared(self) -> tuple[Sequence[Finding], Sequence[Finding]]:
        before = self.before or self
        if self.lint is None or before.lint is None:
            return self.findings, before.findings
        return self.all_findings, before.all_findings

    @cached_property
    def marked_lines(self) -> tuple[tuple[Mark, str], ...]:
        """The template's lines, those of the last turn marked: removed ones where they stood, then added ones."""
        new = self.document.text.splitlines()
        if self.before is None:
            return tuple(("", line) for line in new)
        old = self.before.document.text.splitlines()
        marked: list[tuple[Mark, str]] = []
        for kind, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind == "equal":
                marked += [("", line) for line in new[k:m]]
            else:
                marked += [("-", line) for line in old[i:j]] + [("+", line) for line in new[k:m]]
        return tuple(marked)

    def forgetful(self) -> View:
        """This view without its past, so that a chain of turns does not keep every page alive."""
        return replace(self, before=None, turns=())


def viewed(source: Any, *, before: View | None = None) -> View:
    """The view of a source or a draft, after the one before. Raises `TemplateError` for one that cannot be read."""
    draft = source if isinstance(source, Draft) else Draft(source)
    resolved = resolve(draft.document)
    findings = judged(resolved)
    view = View(draft, resolved, (*findings, *judged_in_branches(branches(resolved), findings)))
    if before is None:
        return view
    deployment = before.deployment.against(resolved, draft.document) if before.deployment else None
    looked_at = before.looked_at if before.looked_at in resolved.resources else ""
    return replace(
        view, before=before.forgetful(), turns=_turns(before.draft, draft), deployment=deployment,
        events=before.events, looked_at=looked_at, picked=before.picked, pinned=before.pinned, calls=before.calls,
    )  # fmt: skip


def _turns(old: Draft, new: Draft) -> tuple[Turn, ...]:
    """What differs between two drafts of one source, in the words of the page."""
    was, now = turning(old.source), turning(new.source)
    turned = (
        Turn(kind.label, said(was.values[name], kind), said(now.values[name], kind))
        for name, kind in now.kinds.items()
        if was.values[name] != now.values[name]
    )
    decided = (
        Turn(" ".join(key), _decision(old.decisions.get(key)), _decision(new.decisions.get(key)))
        for key in {**old.decisions, **new.decisions}
        if old.decisions.get(key) != new.decisions.get(key)
    )
    used = (
        Turn(quantity.label, f"{_amount(old, name):,g} {quantity.unit}", f"{_amount(new, name):,g} {quantity.unit}")
        for name, quantity in QUANTITIES.items()
        if _amount(old, name) != _amount(new, name)
    )
    return (*turned, *decided, *used)


@cache
def _is_made(type_name: str) -> bool:
    try:
        provider(type_name)
    except UnsupportedType:
        return False
    return True


def _amount(draft: Draft, name: str) -> float:
    return draft.usage.get(name, QUANTITIES[name].default)


def _decision(reason: str | None) -> str:
    return f"accepted: {reason}" if reason else "open"
