"""What happened when, on the account's clock; the reader lets time pass, and sees what it brings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import groupby, pairwise

from patterns.explore.deployment import Deployment
from patterns.explore.markup import button, trouble
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.explore.words import counted
from patterns.sandbox.core.timeline import Happening, Tone

STEPS = (("1 minute", 60), ("1 hour", 3600), ("1 day", 86_400), ("30 days", 30 * 86_400))
"""What a reader may let pass with one click, in words and seconds."""

MOST_SHOWN = 200
"""The newest so many are drawn."""

UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))

SIGNS = {Tone.PLAIN: ("●", ""), Tone.GOOD: ("✓", "pc-relief"), Tone.BAD: ("▲", "pc-worry")}


def _html(view: View) -> str:
    if view.deployment is None:
        return (
            f'{trouble(view.trouble)}<p class="pc-row">{button("Deploy", "deploy", look="pc-btn pc-main-btn")}'
            "<span>to see here what happens to the stack.</span></p>"
        )
    return trouble(view.trouble) + _clock(view.deployment) + _told(view.deployment)


def _clock(deployment: Deployment) -> str:
    steps = "".join(button(f"+ {words}", "advance", str(seconds)) for words, seconds in STEPS)
    again = button("Read again", "read-again", look="pc-link", name="Read the account again")
    now = f"{deployment.now:%-d %B %Y, %H:%M:%S}"
    return (
        '<div class="pc-row" role="group" aria-label="Let time pass">The account\'s clock: '
        f"<b>{now}</b>{steps}{again}</div>"
    )


def _told(deployment: Deployment) -> str:
    shown = deployment.happenings[-MOST_SHOWN:]
    left_out = len(deployment.happenings) - len(shown)
    more = f'<p class="pc-hint">{counted(left_out, "happening")} before these.</p>' if left_out else ""
    names = {member.physical_id: member.logical_id for member in deployment.members}
    return f'{more}<ol class="pc-time">{"".join(_moments(shown, names, deployment.now))}</ol>'


def _moments(happenings: Sequence[Happening], names: Mapping[str, str], now: datetime) -> Iterator[str]:
    """Each moment with what happened at it, to what the template calls `names`; then how long nothing did."""
    before: datetime | None = None
    for at, together in groupby(happenings, lambda happening: happening.at):
        if before is not None:
            yield f'<li class="pc-gap">{_span(at - before)}</li>'
        items = "".join(_happening(one, names.get(one.subject, one.subject)) for one in together)
        yield f'<li><time datetime="{at.isoformat()}">{at:%Y-%m-%d %H:%M:%S}</time><ul>{items}</ul></li>'
        before = at
    if before is not None and now > before:
        yield f'<li class="pc-gap">{_span(now - before)}, and nothing happened</li>'


def _happening(happening: Happening, name: str) -> str:
    sign, look = SIGNS[happening.tone]
    took = f" after {happening.seconds:,.3g} s" if happening.seconds else ""
    detail = f": {escape(happening.detail)}" if happening.detail else ""
    return (
        f'<li><span class="{look}" aria-hidden="true">{sign}</span> {escape(happening.kind)} '
        f"<b>{escape(name)}</b> {escape(happening.what)}{took}{detail}</li>"
    )


def _span(span: timedelta) -> str:
    """A span in its two largest units: `29 days 23 hours`."""
    seconds = span.total_seconds()
    for (large, size), (small, part) in pairwise(UNITS):
        if seconds >= size:
            whole, rest = int(seconds // size), int(seconds % size // part)
            return counted(whole, large) + (f" {counted(rest, small)}" if rest else "")
    return f"{seconds:g} s"


PANEL = Panel("timeline", "Timeline", 55, _html)
