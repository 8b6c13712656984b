"""The template's own diagram; beside the resource picked in it, its lines, findings and read-back.

A large pattern's picture shows each recipe that it includes as one box, until the reader looks inside.
"""

from __future__ import annotations

import re
from html import escape

from patterns.analysis.diagram import caption, contents, picture
from patterns.analysis.folding import EVERYTHING
from patterns.analysis.parts import parts
from patterns.explore.deployment import Verdict
from patterns.explore.markup import button, chip, choice
from patterns.explore.panels import Panel
from patterns.explore.panels.template import coloured
from patterns.explore.view import UNFOLDED, View
from patterns.explore.words import counted
from patterns.template.resolve import Resource


def _html(view: View) -> str:
    drawn = picture(view.resolved, view.boxes, view.left_out)
    svg = re.sub(r'data-resource="(\w+)"', lambda found: _operable(view, found[1]), drawn.svg)
    svg = re.sub(r'data-folded="(\w+)"', lambda found: _to_unfold(view, found[1]), svg)
    resource = view.resolved.resources.get(view.looked_at)
    beside = (
        _details(view, resource) if resource else '<p class="pc-hint">Pick a resource to see what is behind it.</p>'
    )
    return (
        f'{_insides(view)}<div class="pc-picture" role="group" aria-label="{escape(drawn.words)}">{svg}</div>{beside}'
    )


def _insides(view: View) -> str:
    """What can be looked into, where the picture has boxes of several resources or shows one from inside."""
    if not view.folds:
        return ""
    buttons = "".join(
        choice(name, UNFOLDED, name, pressed=name == view.picked.get(UNFOLDED), spoken=f"Inside of {name}")
        for name in (*view.folds, EVERYTHING)
    )
    return f'<div class="pc-row" role="group" aria-label="Look inside">Look inside {buttons}</div>'


def _to_unfold(view: View, name: str) -> str:
    """What makes a box a button: it shows what is inside."""
    told = f"{name}, {contents(view.resolved, view.boxes, name)}: look inside"
    return f'data-action="pick" data-value="{UNFOLDED}={name}" role="button" tabindex="0" aria-label="{escape(told)}"'


def _operable(view: View, logical_id: str) -> str:
    """What makes a drawn resource a button: reachable by key, named, pressed while its details are shown."""
    pressed = str(logical_id == view.looked_at).lower()
    name = f"{logical_id}, {caption(view.resolved.resources[logical_id])}"
    return (
        f'data-resource="{logical_id}" data-action="look" data-value="{logical_id}" role="button" tabindex="0" '
        f'aria-pressed="{pressed}" aria-label="{escape(name)}"'
    )


def _details(view: View, resource: Resource) -> str:
    head = (
        f'<div class="pc-row"><h4>{escape(resource.logical_id)}</h4>{chip(resource.type)}'
        f"{button('Close', 'look', resource.logical_id, look='pc-link')}</div>"
    )
    why = view.left_out.get(resource.logical_id)
    head += f'<p class="pc-hint">Not made by the sandbox: {escape(why)}.</p>' if why else ""
    body = _parts(view, resource) + _found(view, resource) + _read_back(view, resource) + _lines(view, resource)
    return f'<section class="pc-details" aria-label="{escape(resource.logical_id)}">{head}{body}</section>'


def _parts(view: View, resource: Resource) -> str:
    """What is drawn as a part of this resource, or the one it is drawn as a part of."""
    owners = parts(view.resolved)
    if resource.logical_id in owners:
        owner = owners[resource.logical_id]
        return f"<p>Drawn as a part of {button(owner, 'look', owner, look='pc-link')}</p>"
    own = [part for part, owner in owners.items() if owner == resource.logical_id]
    names = " ".join(button(part, "look", part, look="pc-link") for part in own)
    return f"<p>Drawn with it: {names}</p>" if own else ""


def _found(view: View, resource: Resource) -> str:
    findings = [all_finding for all_finding in view.all_findings if all_finding.about == resource.logical_id]
    items = "".join(
        f"<li>{'✓ accepted' if finding.accepted else '▲'} {escape(str(finding))}</li>" for finding in findings
    )
    return f"<ul>{items}</ul>" if items else "<p>✓ No findings.</p>"


def _read_back(view: View, resource: Resource) -> str:
    member = view.deployment.member(resource.logical_id) if view.deployment else None
    if member is None:
        return ""
    same = member.counts[Verdict.SAME]
    other = "".join(
        f"<li>{escape(reading.verdict)}: <code>{escape(reading.path)}</code></li>"
        for reading in member.readings
        if reading.verdict is not Verdict.SAME
    )
    said = f"{same} of {counted(len(member.readings), 'value')} as declared."
    return f"<p>In the account as <code>{escape(member.physical_id)}</code>: {said}</p><ul>{other}</ul>"


def _lines(view: View, resource: Resource) -> str:
    """The lines of the resource's declaration: from its own to the next one that is not deeper."""
    there = view.document.elsewhere.get(resource.logical_id)
    document, path = (there.document, ("Resources", there.logical_id)) if there else (view.document, resource.path)
    lines = document.text.splitlines()
    first = (document.line(path) or 1) - 1
    depth = _depth(lines[first])
    rest = (index for index in range(first + 1, len(lines)) if lines[index].strip() and _depth(lines[index]) <= depth)
    own = lines[first : next(rest, len(lines))]
    rows = "".join(
        f'<div><span class="pc-mark">{number}</span>{coloured(line[depth:])}</div>'
        for number, line in enumerate(own, first + 1)
        if line.strip()
    )
    return f'<div class="pc-code" tabindex="0" role="region" aria-label="Lines of the template">{rows}</div>'


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


PANEL = Panel("picture", "Picture", 10, _html)
