"""The findings, each a small lesson: why it matters, its remedy on a button, and a way to accept it with a reason."""

from __future__ import annotations

from html import escape

from patterns import catalogue
from patterns.explore.draft import MAX_REASON
from patterns.explore.markup import button, chip, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted, spoken
from patterns.findings import Finding, Remedy


def _html(view: View) -> str:
    cards = "".join(_card(view, finding) for finding in view.open_findings)
    return trouble(view.trouble) + cards + _passed(view) + _accepted(view)


def _passed(view: View) -> str:
    broken = {finding.id for finding in view.findings}
    passed = len(catalogue.checks()) - len(broken & set(catalogue.checks()))
    return f'<p class="pc-passed">✓ {counted(passed, "check")} passed. {_linter(view)}</p>'


def _linter(view: View) -> str:
    if view.lint is None:
        return "The linter is still reading the template."
    number = len(view.lint)
    return f"The linter has {counted(number, 'finding')} of its own." if number else "The linter has nothing to add."


def _accepted(view: View) -> str:
    findings = [finding for finding in view.all_findings if finding.accepted is not None]
    if not findings:
        return ""
    rows = "".join(
        f'<li data-key="{escape(_value(finding))}"><b>{escape(finding.title)}</b> {_where(finding)}<br>'
        f"“{escape(finding.accepted or '')}” "
        f"{button('Take back', 'withdraw', _value(finding), name=f'Take back the acceptance of {finding.id}')}</li>"
        for finding in findings
    )
    return f'<section class="pc-accepted"><h4>Accepted, with the reason in the template</h4><ul>{rows}</ul></section>'


def _card(view: View, finding: Finding) -> str:
    practice = f" · {finding.best_practice}" if finding.best_practice else ""
    remedy = _remedy(view, finding.remedy) if finding.remedy else ""
    source = f'<a href="{escape(_address(finding.source))}" target="_blank" rel="noopener">Source</a>'
    return (
        f'<article class="pc-find pc-{finding.severity}" data-key="{escape(_value(finding))}">'
        f'<div class="top"><b>{escape(finding.title)}</b>{_where(finding)}</div><p>{escape(finding.why)}</p>'
        f'<div class="foot">{chip(str(finding.severity))}{chip(f"{finding.pillar}{practice}")}{source}'
        f'<span class="pc-does">{remedy}{_acceptance(finding)}</span></div></article>'
    )


def _where(finding: Finding) -> str:
    file = f" · {finding.file}" if finding.file else ""
    line = f"{file} · line {finding.line}" if finding.line else file
    place = "".join(f" · {name}" for name in (finding.resource, finding.made) if name)
    return f'<span class="id">{escape(finding.id + place + line)}</span>'


def _remedy(view: View, remedy: Remedy) -> str:
    kind = view.source.parameters()[remedy.parameter]
    return button(
        f"Set {kind.label} to “{spoken(remedy.value, kind)}”", "remedy", remedy.parameter, look="pc-btn pc-main-btn"
    )


def _acceptance(finding: Finding) -> str:
    if not finding.resource or finding.file:
        return ""
    value = escape(_value(finding))
    return (
        f'<details class="pc-accept" data-key="accept"><summary class="pc-btn">Accept…</summary>'
        f'<form data-submit="accept" data-value="{value}"><input name="text" required maxlength="{MAX_REASON}" '
        f'aria-label="Why {escape(finding.id)} is accepted" placeholder="Why? It stays in the template.">'
        f'<button type="submit" class="pc-btn">Accept</button></form></details>'
    )


def _value(finding: Finding) -> str:
    return f"{finding.id} {finding.resource}"


def _address(source: str) -> str:
    """Only a web page's address: a finding's source may come from a rule that is not ours."""
    return source if source.startswith("https://") else ""


PANEL = Panel(
    "findings", "Findings", 30, _html, lambda view: str(len(view.open_findings)) if view.open_findings else ""
)
