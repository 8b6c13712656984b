"""The state machines of the template: their states, and the way that the last execution took."""

from __future__ import annotations

import re
from html import escape

from patterns.analysis.machine import Taken, machine
from patterns.explore.markup import button, chip, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.template.resolve import Resource
from patterns.template.states import definition, faults

TYPE = "AWS::StepFunctions::StateMachine"
MOST_FAULTS = 5
LOOKS = {"SUCCEEDED": "pc-relief", "RUNNING": ""}


def _machines(view: View) -> list[Resource]:
    return [
        resource
        for resource in view.resolved.resources.values()
        if resource.type == TYPE and (definition(resource.properties) or faults(resource.properties))
    ]


def _html(view: View) -> str:
    return trouble(view.trouble) + "".join(_machine(view, resource) for resource in _machines(view))


def _machine(view: View, resource: Resource) -> str:
    if wrong := faults(resource.properties):
        words = f"The definition cannot be drawn: {'; '.join(wrong[:MOST_FAULTS])}."
        return f"<h4>{escape(resource.logical_id)}</h4>{trouble(words)}"
    taken = view.deployment.ways.get(resource.logical_id) if view.deployment else None
    drawn = machine(definition(resource.properties) or {}, taken)
    return (
        f"<h4>{escape(resource.logical_id)}</h4>{_start(view, resource)}{_told(taken)}"
        f'<div class="pc-picture" role="img" aria-label="{escape(drawn.words)}">{_still(drawn.svg)}</div>'
    )


def _start(view: View, resource: Resource) -> str:
    if view.deployment is None or view.deployment.member(resource.logical_id) is None:
        return f'<p class="pc-row">{button("Deploy", "deploy")}<span>to see its executions drawn here.</span></p>'
    name = escape(resource.logical_id)
    return (
        f'<form class="pc-row" data-submit="start" data-value="{name}" data-key="start-{name}"><label>Input '
        f'<input class="pc-input" name="text" value="{{}}" aria-label="Input of the execution, as JSON"></label>'
        f'<button type="submit" class="pc-btn pc-main-btn">Start an execution</button></form>'
    )


def _told(taken: Taken | None) -> str:
    if taken is None:
        return ""
    look = LOOKS.get(taken.status, "pc-worry")
    return f'<p class="pc-row">The last execution: {chip(taken.status.lower().replace("_", " "), look)}</p>'


def _still(svg: str) -> str:
    """The drawing, hidden from a screen reader, which is told its words instead."""
    return re.sub(r"^<svg", '<svg aria-hidden="true"', svg)


PANEL = Panel("machine", "Machine", 15, _html, applies=lambda view: bool(_machines(view)))
