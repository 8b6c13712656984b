"""Callers of a workflow at a steady pace while a service fails: what each waited and got, counted and drawn.

Not a load test: no more than a few hundred callers, on the account's clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from patterns.table import Table

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Stack

AFTERWARDS = 120
"""Seconds that pass after the last caller, for those still waiting."""


@dataclass(frozen=True)
class Caller:
    """One request: when it came, in seconds, how long it waited, how often the service was called for it."""

    at: float
    waited: float
    calls: int
    answer: str
    circuit: str = ""
    """As it found the circuit; nothing where there is none."""


@dataclass(frozen=True)
class Traffic:
    """All callers of one experiment, and when the service was down."""

    callers: tuple[Caller, ...]
    down: tuple[float, float]

    def __repr__(self) -> str:
        return f"Traffic({len(self.callers)} callers, {self.calls} calls, {self.waited:g} s waited)"

    @property
    def calls(self) -> int:
        """How many calls reached the service."""
        return sum(caller.calls for caller in self.callers)

    @property
    def calls_while_down(self) -> int:
        """How many of them came for a request of the time when it was down."""
        return sum(caller.calls for caller in self.callers if self.down[0] <= caller.at < self.down[1])

    @property
    def waited(self) -> float:
        """Seconds that all callers waited."""
        return sum(caller.waited for caller in self.callers)

    @property
    def longest(self) -> float:
        """Seconds that the most unlucky caller waited."""
        return max(caller.waited for caller in self.callers)

    @property
    def degraded(self) -> int:
        """How many got no answer from the service."""
        return sum(caller.answer != "ok" for caller in self.callers)


def traffic(
    aws: Sandbox, stack: Stack, *, every: int = 10, seconds: int = 240, down: tuple[int, int] = (60, 150)
) -> Traffic:
    """Callers of a deployed `CircuitBreaker`, one `every` so many seconds; `down` says when the service is."""
    _set_outage(aws, stack, down)
    states, machine = aws.client("stepfunctions"), stack.outputs["MachineArn"]
    begun = []
    for at in range(0, seconds, every):
        asked = states.start_execution(stateMachineArn=machine, input=json.dumps({"quantity": 1}))
        begun.append((at, asked["executionArn"]))
        aws.clock.advance(seconds=every)
    aws.clock.advance(seconds=AFTERWARDS)
    service = stack["Service"].physical_id
    return Traffic(tuple(_caller(states, at, arn, service) for at, arn in begun), down)


def compared(found: Mapping[str, Traffic]) -> Table:
    """Experiments side by side."""
    rows = [
        (
            name,
            str(len(one.callers)),
            str(one.calls_while_down),
            f"{one.waited:g} s",
            f"{one.longest:g} s",
            str(one.degraded),
        )
        for name, one in found.items()
    ]
    return Table(("", "callers", "calls while down", "total wait", "longest wait", "without an answer"), tuple(rows))


def _set_outage(aws: Sandbox, stack: Stack, down: tuple[int, int]) -> None:
    function, name = aws.client("lambda"), stack["Service"].physical_id
    variables = function.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    now = int(aws.clock.time())
    changed = {"DOWN_FROM": str(now + down[0]), "DOWN_UNTIL": str(now + down[1])}
    function.update_function_configuration(FunctionName=name, Environment={"Variables": variables | changed})


def _caller(states: Any, at: float, arn: str, service: str) -> Caller:
    found = states.describe_execution(executionArn=arn)
    events = states.get_execution_history(executionArn=arn)["events"]
    asked = [event.get("lambdaFunctionScheduledEventDetails", {}).get("resource", "") for event in events]
    waited = (found["stopDate"] - found["startDate"]).total_seconds()
    answer = json.loads(found["output"])["status"] if "output" in found else "error"
    return Caller(at, waited, sum(name.endswith(service) for name in asked), answer, _circuit(events))


def _circuit(events: list[Any]) -> str:
    """What the circuit told this caller."""
    for event in events:
        about = event.get("stateExitedEventDetails", {})
        if about.get("name") == "Ask":
            return str(json.loads(about["output"])["circuit"]["state"])
    return ""


WIDTH, ROW, LEFT = 720, 92, 110
COLOURS = {
    "ok": "var(--patterns-good, #2e7d32)", "degraded": "var(--patterns-warn, #b26a00)",
    "error": "var(--patterns-bad, #b3261e)",
}  # fmt: skip
BANDS = {
    "closed": "var(--patterns-good-soft, #cfe8d0)", "open": "var(--patterns-bad-soft, #f3c9c5)",
    "half-open": "var(--patterns-warn-soft, #f5dfb3)", "": "none",
}  # fmt: skip


@dataclass(frozen=True)
class Timeline:
    """Experiments drawn over the same time: each caller a line as high as it waited, the circuit below."""

    found: tuple[tuple[str, Traffic], ...]

    def __repr__(self) -> str:
        return repr(compared(dict(self.found)))

    def _repr_html_(self) -> str:
        end = max(caller.at for _, one in self.found for caller in one.callers) or 1
        most = max(one.longest for _, one in self.found) or 1
        drawn = "".join(_row(number, name, one, end, most) for number, (name, one) in enumerate(self.found))
        height = ROW * len(self.found) + 24
        legend = "Each line is a caller, as high as it waited; the shaded time is the outage; the band is the circuit."
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'font-family="sans-serif" font-size="12" fill="currentColor"><title>{legend}</title>{drawn}'
            f'<text x="{LEFT}" y="{height - 6}">{legend}</text></svg>'
        )


def timeline(found: Mapping[str, Traffic]) -> Timeline:
    """The experiments as one picture."""
    return Timeline(tuple(found.items()))


def _row(number: int, name: str, one: Traffic, end: float, most: float) -> str:
    top = number * ROW

    def x(second: float) -> float:
        return round(LEFT + (WIDTH - LEFT - 20) * second / end, 1)

    base = top + ROW - 26
    parts = [
        f'<text x="0" y="{base}">{escape(name)}</text>',
        f'<rect x="{x(one.down[0])}" y="{top + 6}" width="{x(one.down[1]) - x(one.down[0])}" height="{base - top - 6}" '
        'fill="currentColor" opacity="0.08"/>',
    ]
    for caller in one.callers:
        high = round(4 + (ROW - 40) * caller.waited / most, 1)
        said = escape(f"at {caller.at:g} s: {caller.answer} after {caller.waited:g} s, {caller.calls} calls")
        parts.append(
            f'<rect x="{x(caller.at) - 3}" y="{base - high}" width="6" height="{high}" fill="{COLOURS[caller.answer]}">'
            f"<title>{said}</title></rect>"
            f'<rect x="{x(caller.at) - 3}" y="{base + 3}" width="12" height="8" fill="{BANDS[caller.circuit]}">'
            f"<title>{escape(caller.circuit)}</title></rect>"
        )
    return "".join(parts)
