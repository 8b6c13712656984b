"""The running stack: what the account reports, value by value, against what the template declares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from patterns.explore.deployment import Deployment, Member, Reading, Verdict
from patterns.explore.markup import button, chip, facts, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import consequences, effects
from patterns.sandbox.stacks.stack import Event

SIGNS = {Verdict.SAME: "●", Verdict.DRIFTED: "▲ drifted:", Verdict.UNSIMULATED: "○ not simulated:"}


def _html(view: View) -> str:
    body = _deployed(view, view.deployment) if view.deployment else _not_deployed(view)
    return f"{body}{_story(view.events)}"


def _not_deployed(view: View) -> str:
    doing = view.underway or "Deploy"
    start = button(doing, "deploy", look="pc-btn pc-main-btn", usable=not view.underway)
    return (
        f'<p class="pc-row">{start}<span>into the account simulated in this process.</span></p>{trouble(view.trouble)}'
    )


def _deployed(view: View, deployment: Deployment) -> str:
    words = view.underway or ("Update" if deployment.pending else "Up to date")
    usable = bool(deployment.pending) and not view.underway
    update = button(words, "deploy", look="pc-btn pc-main-btn", usable=usable)
    again = button("Read again", "read-again", name="Read the account again")
    return (
        f'<div class="pc-row">{update}{again}{_deletion(view, deployment)}'
        f"<b>{escape(deployment.stack_name)}</b>{chip(deployment.status)}</div>{trouble(view.trouble)}"
        f"{_pending(deployment)}{_outputs(deployment.outputs)}{''.join(map(_member, deployment.members))}"
    )


def _deletion(view: View, deployment: Deployment) -> str:
    """Delete asks once more, in the page and not in the kernel, and says what would stay."""
    kept = [
        member.logical_id
        for member in deployment.members
        if (deployment.deployed.resources[member.logical_id].deletion_policy or "").startswith("Retain")
    ]
    stays = f"{' and '.join(kept)} would stay: the template retains what holds data." if kept else "Nothing would stay."
    sure = button("Delete the stack", "delete", look="pc-btn pc-danger", usable=not view.underway)
    return (
        f'<details class="pc-confirm" data-key="delete"><summary class="pc-btn">Delete…</summary>'
        f"<p>{escape(stays)} {sure}</p></details>"
    )


def _pending(deployment: Deployment) -> str:
    if not deployment.pending:
        return ""
    costs = "".join(f'<li class="pc-worry">! {escape(words)}</li>' for words in consequences(deployment.pending))
    return f"<p>An update: {escape(', '.join(effects(deployment.pending)))}.</p>" + (
        f"<ul>{costs}</ul>" if costs else ""
    )


def _outputs(outputs: Any) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td><code>{escape(_written(value))}</code></td></tr>'
        for name, value in outputs.items()
    )
    return (
        f'<details data-key="outputs"><summary>Outputs</summary>{facts(("Output", "Value"), rows)}</details>'
        if rows
        else ""
    )


def _member(member: Member) -> str:
    name, values = escape(member.logical_id), facts(("Property", "Declared", "Reported now"), _readings(member))
    return (
        f'<details class="pc-member" data-key="{name}"><summary>'
        f'<span><b>{name}</b><span class="pc-type">{escape(member.type)}</span></span>'
        f"<code>{escape(member.physical_id)}</code><span>{_verdict(member)}</span></summary>{values}</details>"
    )


def _verdict(member: Member) -> str:
    """How much reads back, and the name of everything that does not."""
    same = member.counts[Verdict.SAME]
    said = [f"{SIGNS[Verdict.SAME]} {same} of {len(member.readings)} as declared"]
    for verdict in (Verdict.DRIFTED, Verdict.UNSIMULATED):
        if paths := member.paths(verdict):
            said.append(f"{SIGNS[verdict]} {', '.join(paths)}")
    return "<br>".join(map(escape, said))


def _readings(member: Member) -> str:
    return "".join(map(_reading, member.readings))


def _reading(reading: Reading) -> str:
    is_same = reading.verdict is Verdict.SAME
    reported = _written(reading.actual) if is_same else f"{reading.verdict}: {_written(reading.actual)}"
    cells = "".join(f"<td><code>{escape(text)}</code></td>" for text in (_written(reading.declared), reported))
    look = "" if is_same else ' class="pc-worry"'
    return f'<tr{look}><th scope="row"><code>{escape(reading.path)}</code></th>{cells}</tr>'


def _written(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _story(events: Sequence[Event]) -> str:
    """The events, oldest first; the browser keeps the newest in sight."""
    if not events:
        return ""
    rows = facts(("Time", "Resource", "Status", "Reason"), "".join(_told(events)))
    return f'<h4>Events</h4><div class="pc-events" data-follow tabindex="0" role="log" aria-label="Events">{rows}</div>'


def _told(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        look = ' class="pc-worry"' if "FAILED" in event.status or "ROLLBACK" in event.status else ""
        yield (
            f"<tr><td>{event.at:%H:%M:%S}</td><th scope='row'>{escape(event.logical_id)}</th>"
            f"<td{look}>{escape(event.status)}</td><td>{escape(event.reason)}</td></tr>"
        )


PANEL = Panel("stack", "Stack", 50, _html)
