"""The processes of an account's functions that are kept, and how many: warm, busy, idle for too long, or superseded."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from patterns.sandbox.services.aws_lambda.runtime import zygote
from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Environment
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.package import Package

IDLE_SECONDS = 15 * 60
"""How long an idle process is kept, on the account's clock; the service promises no figure."""

MOST_IDLE = 24
"""How many idle processes are kept, of all functions together; beyond it the least recently used ends."""


@dataclass(eq=False)
class Warm:
    """A process with what belongs to it: when it was last used, where its log goes."""

    environment: Environment
    stream: str
    fleet: Fleet
    last_used: float = 0.0
    turn: int = 0


@dataclass(eq=False)
class Fleet:
    """The processes of one revision of a function."""

    arn: str
    revision: str
    package: Package
    idle: list[Warm] = field(default_factory=list)
    busy: list[Warm] = field(default_factory=list)
    retired: bool = False


class Fleets:
    """All of one account. Code is unpacked while there is a process that was started for it."""

    def __init__(self) -> None:
        self._fleets: dict[tuple[str, str], Fleet] = {}
        self._turns = 0

    def __len__(self) -> int:
        return len(self._fleets)

    def fleet(self, function: Function) -> Fleet:
        """The function's, as it is now; what was started for it as it was before ends."""
        key = (function.arn, function.revision)
        if key not in self._fleets:
            self._retire(lambda fleet: fleet.arn == function.arn)
            folder = zygote.shared.take().folder
            package = Package(folder, function.code, function.layers, function.layer_arns)
            self._fleets[key] = Fleet(*key, package)
        return self._fleets[key]

    def keep(self, exists: Callable[[str], bool]) -> None:
        """End what belongs to functions that do not exist any more, by their ARN; what is running, when it has run."""
        self._retire(lambda fleet: not exists(fleet.arn))

    def waiting(self, function: Function, now: float) -> Warm | None:
        """A process that can be called again, if there is one; it is busy from now on."""
        self._end_idle(now)
        fleet = self.fleet(function)
        while fleet.idle:
            warm = fleet.idle.pop()
            if not warm.environment.over:
                fleet.busy.append(warm)
                return warm
            warm.environment.close()
        return None

    def started(self, fleet: Fleet, environment: Environment, stream: str) -> Warm:
        """Take a new process, which is busy."""
        warm = Warm(environment, stream, fleet)
        fleet.busy.append(warm)
        return warm

    @contextlib.contextmanager
    def used(self, warm: Warm, now: Callable[[], float]) -> Iterator[None]:
        """Keep a process that is busy when the block is over, unless the block was left by an exception or Ctrl-C."""
        try:
            yield
        except BaseException:
            self.give_up(warm)
            raise
        self.put_back(warm, now())

    def give_up(self, warm: Warm) -> None:
        """End a process that was busy: nobody knows what it is at."""
        warm.environment.over = True
        self.put_back(warm, 0.0)

    def put_back(self, warm: Warm, now: float) -> None:
        """Keep a process that was busy, unless it is over or nobody will call it again."""
        fleet = warm.fleet
        if warm in fleet.busy:
            fleet.busy.remove(warm)
        if warm.environment.over or fleet.retired:
            warm.environment.close()
        else:
            self._turns += 1
            warm.last_used, warm.turn = now, self._turns
            fleet.idle.append(warm)
        if fleet.retired and not fleet.busy:
            fleet.package.close()
        idle = sorted((each for other in self._fleets.values() for each in other.idle), key=lambda each: each.turn)
        for each in idle[: max(len(idle) - MOST_IDLE, 0)]:
            self._end(each)

    def close(self) -> None:
        """End all processes, busy or not, and remove what was unpacked."""
        for fleet in self._fleets.values():
            for warm in (*fleet.idle, *fleet.busy):
                warm.environment.close()
            fleet.package.close()
        self._fleets.clear()

    def _end_idle(self, now: float) -> None:
        for fleet in list(self._fleets.values()):
            for warm in [each for each in fleet.idle if now - each.last_used > IDLE_SECONDS]:
                self._end(warm)

    def _end(self, warm: Warm) -> None:
        fleet = warm.fleet
        fleet.idle.remove(warm)
        warm.environment.close()
        if not (fleet.idle or fleet.busy):
            self._retire(lambda other: other is fleet)

    def _retire(self, concerned: Callable[[Fleet], bool]) -> None:
        for key, fleet in list(self._fleets.items()):
            if concerned(fleet):
                del self._fleets[key]
                fleet.retired = True
                for warm in fleet.idle:
                    warm.environment.close()
                fleet.idle.clear()
                if not fleet.busy:
                    fleet.package.close()
