"""Who reaches whom, and why: the table of all pairs, the reasons behind one, and every subnet's routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from patterns.explore.markup import button, choice, facts
from patterns.explore.panels import Panel
from patterns.explore.view import View
from patterns.network.answers import Answer, Verdict
from patterns.network.reachability import Matrix, Reachability, Subnet

BY, PAIR = "reach-by", "reach-pair"
"""What this panel keeps of a reader: the port asked about, and the pair whose reasons are shown."""

EVERYTHING, PING = "all", "icmp"
ALWAYS = (22, 443)
"""Ports everybody asks about, beside those that the template's own rules name."""

MOST_PORTS = 6
"""Ports of the template's own that get a button."""

SIGNS: dict[Verdict, tuple[str, str]] = {True: ("✓", "pc-yes"), False: ("✗", "pc-no"), None: ("?", "pc-maybe")}
SAID: dict[Verdict, str] = {True: "reaches", False: "does not reach", None: "may reach"}


def _html(view: View) -> str:
    network = view.network
    if not network.subnets:
        return '<p class="pc-hint">The template has no subnets, so there is nobody to reach.</p>'
    offered = _offered(network)
    asked = view.picked.get(BY, EVERYTHING)
    asked = asked if asked in offered else EVERYTHING
    matrix = network.matrix(*_protocol(asked))
    return (
        f"{_ports(offered, asked)}{_table(view, matrix)}{_reasons(view, matrix)}"
        f"{_lost_zones(network)}<h4>Routes of each subnet</h4>{_routes(network)}"
    )


def _protocol(asked: str) -> tuple[str, int | None]:
    """The protocol and the port that a button stands for."""
    return ("tcp", int(asked)) if asked.isdecimal() else (asked, None)


def _offered(network: Reachability) -> dict[str, str]:
    """What can be asked by -> its words."""
    numbers = sorted({*ALWAYS, *network.ports[:MOST_PORTS]})
    return {EVERYTHING: "all", **{str(number): f"tcp {number}" for number in numbers}, PING: "ping"}


def _ports(offered: dict[str, str], asked: str) -> str:
    buttons = "".join(
        choice(words, BY, value, pressed=value == asked, spoken=f"By {words}") for value, words in offered.items()
    )
    return f'<div class="pc-row" role="group" aria-label="By which port">By {buttons}</div>'


def _table(view: View, matrix: Matrix) -> str:
    head = "".join(f'<th scope="col">{_broken(name)}</th>' for name in matrix.columns)
    rows = "".join(
        f'<tr><th scope="row">{_broken(row)}</th>'
        + "".join(_cell(view, matrix, row, column) for column in matrix.columns)
        + "</tr>"
        for row in matrix.rows
    )
    corner = '<th scope="col">from <span aria-hidden="true">↓</span> to <span aria-hidden="true">→</span></th>'
    caption = '<caption class="pc-sr">Who reaches whom</caption>'
    table = f'<table class="pc-tab">{caption}<thead><tr>{corner}{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="pc-reach" role="region" tabindex="0" aria-label="Who reaches whom">{table}</div>'


def _broken(name: str) -> str:
    """A name that may be broken between its words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "<wbr>", escape(name))


def _cell(view: View, matrix: Matrix, row: str, column: str) -> str:
    answer = matrix.answers.get((row, column))
    if answer is None:
        return '<td aria-label="nobody asks"></td>'
    sign, look = SIGNS[answer.reachable]
    words = matrix.cells[row, column].removeprefix("depends: ")
    value = _value(answer)
    pressed = str(view.picked.get(PAIR) == value).lower()
    name = escape(f"{row} {SAID[answer.reachable]} {column}: {words}")
    return (
        f'<td><button type="button" class="{look}" data-action="pick" data-value="{escape(f"{PAIR}={value}")}" '
        f'aria-pressed="{pressed}" aria-label="{name}">'
        f'<span aria-hidden="true">{sign}</span>&nbsp;{_kept(words)}</button></td>'
    )


def _kept(words: str) -> str:
    """The words of a cell, a range of ports in one piece."""
    return re.sub(r"\S*\d-\d\S*", r'<span class="pc-range">\g<0></span>', escape(words))


def _value(answer: Answer) -> str:
    return f"{answer.source} {answer.target}"


def _reasons(view: View, matrix: Matrix) -> str:
    chosen = view.picked.get(PAIR)
    answer = next((one for one in matrix.answers.values() if _value(one) == chosen), None)
    if answer is None:
        return '<p class="pc-hint">Pick a cell to see which route and which rule decide.</p>'
    said = f"{answer.source} {SAID[answer.reachable]} {answer.target}"
    how = matrix.cells[answer.source, answer.target].removeprefix("depends: ")
    by = f" by {how if how not in ('yes', 'depends') else matrix.what}" if answer.reachable is not False else ""
    by += " over IPv6" if answer.family == 6 else ""
    close = button("Close", "pick", f"{PAIR}={_value(answer)}", look="pc-link")
    items = "".join(_reason(answer, number) for number in range(len(answer.reasons)))
    return (
        f'<section class="pc-details" aria-label="{escape(said)}"><div class="pc-row"><h4>{escape(said + by)}</h4>'
        f'{close}</div><ul class="pc-why">{items}</ul></section>'
    )


def _reason(answer: Answer, number: int) -> str:
    reason = answer.reasons[number]
    sign, look = SIGNS[reason.verdict]
    words = escape(reason.words)
    decides = f"<b>{words}.</b>" if reason is answer.decision else f"{words}."
    return f'<li><span class="{look}">{sign}</span> {decides} <span class="id">{escape(reason.level)}</span></li>'


def _lost_zones(network: Reachability) -> str:
    """What the loss of each zone takes from the others: shown where it takes anything."""
    lost = "".join(
        f"<li>{escape(zone)}: {escape(', '.join(one.subnet for one in cut))} "
        f"{'loses its' if len(cut) == 1 else 'lose their'} way out through {escape(cut[0].through)}.</li>"
        for zone in network.zones
        if (cut := network.cut_off_by(zone))
    )
    return f'<h4>When a zone is lost</h4><ul class="pc-worry">{lost}</ul>' if lost else ""


def _routes(network: Reachability) -> str:
    """Subnets of one table together: what they send where is the same."""
    alike: dict[tuple[str, str], list[Subnet]] = {}
    for tier, members in network.tiers.items():
        for subnet in members:
            alike.setdefault((tier, subnet.table), []).append(subnet)
    rows = "".join(map(_route_row, alike.values()))
    return f'<div class="pc-routes">{facts(("Subnets", "Table", "Sends"), rows)}</div>'


def _route_row(members: list[Subnet]) -> str:
    first = members[0]
    kind = {True: "public", False: "private", None: "public or not: it depends"}[first.is_public]
    by = "by association" if first.table_by else "no association names another"
    return (
        f'<tr><th scope="row">{"".join(map(_named, members))}</th>'
        f'<td>{_broken(first.table)}<span class="pc-type">{kind}, {by}</span></td>'
        f"<td>{'<br>'.join(map(escape, _sent(first)))}</td></tr>"
    )


def _named(subnet: Subnet) -> str:
    usable = "" if subnet.usable_addresses is None else f"{subnet.usable_addresses:,} usable"
    known = ", ".join(filter(None, (subnet.zone, subnet.cidr, usable)))
    return f'{_broken(subnet.logical_id)}<span class="pc-type">{escape(known)}</span>'


def _sent(subnet: Subnet) -> Iterator[str]:
    for route in subnet.routes:
        yield f"{route}: {route.why}" if route.why else str(route)
    if subnet.doubt:
        yield f"? {subnet.doubt}"


PANEL = Panel("reach", "Reach", 22, _html, applies=lambda view: bool(view.network.subnets))
