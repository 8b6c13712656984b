"""The findings, each a small lesson with its remedy on a button."""

from __future__ import annotations

from html import escape

from patterns import catalogue
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.findings import Finding


def _html(view: View) -> str:
    cards = "".join(_card(finding) for finding in view.all_findings)
    broken = {finding.id for finding in view.findings}
    passed = len(catalogue.checks()) - len(broken & set(catalogue.checks()))
    linter = {None: "The linter is still reading."}.get(view.lint, _linter(view))
    return f'{cards}<p class="pc-passed">✓ {passed} checks passed. {linter}</p>'


def _linter(view: View) -> str:
    number = len(view.lint or ())
    return f"The linter has {number} more to say." if number else "The linter has nothing to add."


def _card(finding: Finding) -> str:
    remedy = ""
    if finding.remedy:
        value = f"{finding.remedy.parameter}={finding.remedy.value}"
        remedy = (
            f'<button class="pc-btn" data-action="remedy" data-value="{escape(finding.remedy.parameter)}">'
            f"Set {escape(value)}</button>"
        )
    practice = f" · {escape(finding.best_practice)}" if finding.best_practice else ""
    line = f" · line {finding.line}" if finding.line else ""
    source = escape(finding.source)
    return (
        f'<article class="pc-find pc-{finding.severity}"><div class="top"><b>{escape(finding.title)}</b>'
        f'<span class="id">{escape(finding.id)} · {escape(finding.resource)}{line}</span></div>'
        f'<p>{escape(finding.why)}</p><div class="foot">{remedy}<span class="pc-chip">{finding.severity}</span>'
        f'<span class="pc-chip">{escape(str(finding.pillar))}{practice}</span>'
        f'<a href="{source}" target="_blank" rel="noopener">Source</a></div></article>'
    )


PANEL = Panel(
    "findings", "Findings", 30, _html, lambda view: str(len(view.all_findings)) if view.all_findings else ""
)
