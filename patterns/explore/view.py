"""Everything a page shows, as one frozen value computed once per turn. Not here: how it is drawn (`panels`)."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from patterns.findings import Finding
from patterns.review import judged, with_remedies
from patterns.template.difference import Change, compare
from patterns.template.resolve import Resolved, resolve
from patterns.template.source import Document, load

if TYPE_CHECKING:
    from patterns.sandbox.stack import Event, Report

Mark = Literal["", "+", "-"]


@dataclass(frozen=True)
class Turn:
    """One parameter that was turned; undo and reset may turn several at once."""

    parameter: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Deployment:
    """What the account says about the page's stack: its report, its story, and what an update would change."""

    report: Report
    events: tuple[Event, ...]
    pending: tuple[Change, ...]


@dataclass(frozen=True, eq=False)
class View:
    """One state of a page. `before` is the state of one turn ago; `lint` is None until the linter has answered."""

    source: Any
    resolved: Resolved
    findings: tuple[Finding, ...]
    before: View | None = None
    turns: tuple[Turn, ...] = ()
    lint: tuple[Finding, ...] | None = None
    deployment: Deployment | None = None
    trouble: str = ""

    @property
    def document(self) -> Document:
        """The template."""
        return self.resolved.document

    @property
    def title(self) -> str:
        """The heading: the recipe's name in words, or the template's."""
        return self.document.name.replace("-", " ").capitalize()

    @property
    def summary(self) -> str:
        """What it is, in one sentence: the template's description."""
        return str(self.document.body.get("Description", ""))

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Checks and linter together, worst first."""
        return tuple(sorted((*self.findings, *(self.lint or ())), key=lambda one: (-one.severity, one.id, one.resource)))

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What the last turn would do to a stack of the template before."""
        return tuple(compare(self.before.resolved, self.resolved)) if self.before else ()

    @property
    def gained(self) -> list[Finding]:
        """Findings that the last turn brought."""
        return _without(self.findings, self.before.findings) if self.before else []

    @property
    def lost(self) -> list[Finding]:
        """Findings that the last turn took away."""
        return _without(self.before.findings, self.findings) if self.before else []

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
    """The view of a source, after the one before. Raises `TemplateError` for a template that cannot be read."""
    resolved = resolve(load(source))
    found = judged(resolved)
    if hasattr(source, "with_"):
        found = with_remedies(source, found)
    if before is None:
        return View(source, resolved, tuple(found))
    return View(source, resolved, tuple(found), before.forgetful(), _turns(before.source, source))


def _turns(old: Any, new: Any) -> tuple[Turn, ...]:
    """What differs between two patterns of one recipe, in the words of the page."""
    if not hasattr(new, "with_"):
        return ()
    return tuple(
        Turn(kind.label, getattr(old, name), getattr(new, name))
        for name, kind in new.parameters().items()
        if getattr(old, name) != getattr(new, name)
    )


def _without(findings: Sequence[Finding], others: Sequence[Finding]) -> list[Finding]:
    keys = {other.key for other in others}
    return [finding for finding in findings if finding.key not in keys]
