"""A state machine as a picture: its states and the ways between them, and the way that one execution took.

Not here: how an execution runs or where its history comes from.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from patterns.analysis.drawing import BAD, FACT, GOOD, HEAD, LINE, SOFT, WORD, Diagram, drawn, quoted
from patterns.template.states import Part, Transition, machines, transitions

WORDS_WIDTH = 20
"""Characters in a line of what stands at an edge: `States.TaskFailed` fits."""

LAYOUT = "rankdir=TB; nodesep=0.35; ranksep=0.4;"

DOT = 'shape=circle width=0.16 height=0.16 label="" style=filled'


@dataclass(frozen=True)
class Visit:
    """What an execution did in one state: how often it was tried, how long it took in seconds, the error it met."""

    attempts: int = 1
    seconds: float = 0.0
    error: str = ""


@dataclass(frozen=True)
class Taken:
    """The way of one execution. `steps` are pairs of states, the first from "" to where it started."""

    status: str
    visits: Mapping[str, Visit] = field(default_factory=dict)
    steps: frozenset[tuple[str, str]] = frozenset()


def machine(definition: Part, taken: Taken | None = None) -> Diagram:
    """The picture of a definition, with the way an execution took marked in it. Raises `LayoutError`."""
    body = "\n".join(_machine(definition, taken, "start"))
    return drawn(f"{HEAD}{LAYOUT}\n{body}\n}}\n", _words(definition, taken))


def _machine(definition: Part, taken: Taken | None, start: str) -> Iterator[str]:
    states: Mapping[str, Part] = definition.get("States", {})
    first = definition.get("StartAt", "")
    yield f'"{quoted(start)}" [{DOT} fillcolor="{SOFT}" color="{SOFT}"];'
    if first in states:
        yield _edge(start, first, "", is_taken=taken is not None and first in taken.visits, is_dimmed=taken is not None)
    for name, state in states.items():
        visit = taken.visits.get(name) if taken else None
        yield _node(name, state, visit, is_dimmed=taken is not None)
        for number, inner in enumerate(machines(state)):
            yield from _within(name, number, inner.machine, taken)
        for way in _merged(state):
            went = taken is not None and (name, way.target) in taken.steps
            yield _edge(name, way.target, way.when, is_taken=went, is_dimmed=taken is not None)


def _within(name: str, number: int, inner: Part, taken: Taken | None) -> Iterator[str]:
    """A branch in a frame of its own, begun by the state that holds it."""
    start = f"{name} {number}"
    yield f'subgraph "cluster_{quoted(start)}" {{ label=""; style="rounded,dashed"; color="{LINE}"; margin=8;'
    yield from _machine(inner, taken, start)
    yield "}"
    began = taken is not None and inner.get("StartAt", "") in taken.visits
    yield _edge(name, start, "", is_taken=began, is_dimmed=taken is not None)


def _node(name: str, state: Part, visit: Visit | None, *, is_dimmed: bool) -> str:
    line, ink = LINE, SOFT if is_dimmed and not visit else None
    if visit:
        line = BAD if visit.error else GOOD
    said = "".join(
        f'<BR/><FONT POINT-SIZE="{FACT}" COLOR="{colour}">{escape(text)}</FONT>' for text, colour in _said(state, visit)
    )
    title = f"<B>{escape(name)}</B>"
    label = f'<FONT COLOR="{ink}">{title}</FONT>' if ink else title
    width = 2 if visit else 1
    return f'"{quoted(name)}" [label=<{label}{said}> color="{line}" penwidth={width} id="state_{quoted(name)}"];'


def _said(state: Part, visit: Visit | None) -> Iterator[tuple[str, str]]:
    """The lines under a state's name: its type, and what happened in it."""
    yield str(state.get("Type", "")), SOFT
    if visit is None:
        return
    if visit.attempts > 1 or visit.seconds:
        tries = f"{visit.attempts} attempts, " if visit.attempts > 1 else ""
        yield f"{tries}{visit.seconds:g} s", SOFT
    if visit.error:
        yield visit.error, BAD


def _merged(state: Part) -> Iterator[Transition]:
    """The ways out, those to one target as one."""
    whens: dict[str, list[str]] = {}
    for way in transitions(state):
        whens.setdefault(way.target, []).append(way.when)
    for target, words in whens.items():
        # An unconditional way has no words; one that an error takes too says so.
        also = "or " if "" in words and len(words) > 1 else ""
        yield Transition("", target, also + "; ".join(filter(None, words)))


def _edge(tail: str, head: str, words: str, *, is_taken: bool, is_dimmed: bool) -> str:
    colour, width = (GOOD, 2.2) if is_taken else (LINE if is_dimmed else SOFT, 1)
    text = "\\n".join(quoted(line) for line in textwrap.wrap(words, WORDS_WIDTH))
    label = f' label=" {text} " fontsize={WORD}' if words else ""
    return f'"{quoted(tail)}" -> "{quoted(head)}" [color="{colour}" penwidth={width}{label}];'


def _words(definition: Part, taken: Taken | None) -> str:
    states = ", ".join(f"{name} ({state.get('Type', '')})" for name, state in definition.get("States", {}).items())
    if taken is None:
        return f"State machine of {states}."
    way = ", ".join(f"{name}{_told(visit)}" for name, visit in taken.visits.items())
    return f"State machine of {states}. The execution {taken.status.lower()}: {way or 'no state was entered'}."


def _told(visit: Visit) -> str:
    told = [f"{visit.attempts} attempts"] if visit.attempts > 1 else []
    told += [f"{visit.seconds:g} s"] if visit.seconds else []
    told += [visit.error] if visit.error else []
    return f" ({', '.join(told)})" if told else ""
