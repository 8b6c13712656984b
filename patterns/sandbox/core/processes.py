"""What goes on in the account by itself and may wait: an execution, a branch, a delivery. Never two at the same time.

Each process has a thread, and the clock hands the word from one to the next: by the time they wait for, then by the
order in which they began to. So parallel waits take as long as the longest, and every run is the same. Not real
concurrency, which a simulation of it does not need.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from patterns.sandbox.core import lineage
from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.errors import ProcessEnded, SandboxError

_current = threading.local()
KeepsError = Callable[[str, BaseException], bool]
"""Whether the error of a process, by the process's name, stays with it: else it comes out of the clock."""


class Stuck(SandboxError):
    """A wait for something that nothing due will ever bring about."""


class Signal:
    """What processes, and the caller of the sandbox, wait for: set once, like `threading.Event`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._set = False
        self._waiting: list[Callable[[], None]] = []

    def is_set(self) -> bool:
        """Return whether it was set."""
        return self._set

    def set(self) -> None:
        """Let those who wait go on, in the order in which they came."""
        self._set = True
        waiting, self._waiting = self._waiting, []
        for resume in waiting:
            self._clock.at(self._clock.now, resume, "a wait that is over")

    def clear(self) -> None:
        """Make it unset again."""
        self._set = False

    def wait(self, timeout: float | None = None) -> bool:
        """Return whether it is set, after at most `timeout` seconds of the account's time.

        Raises `Stuck` outside a process when nothing is due that could set it.
        """
        process = current()
        if self._set:
            return True
        resume = process.resumption() if process else _nothing
        cancel = self._clock.after(timeout, resume, "a time-out") if timeout is not None else _nothing
        if process:
            self._waiting.append(resume)
            process.pause()
        else:
            self._wait_outside(timeout)
        cancel()
        return self._set

    def _wait_outside(self, timeout: float | None) -> None:
        deadline = None if timeout is None else self._clock.now + timedelta(seconds=timeout)
        self._clock.run(until=deadline, enough=self.is_set)
        if timeout is None and not self._set:
            raise Stuck("nothing scheduled in the account can end this wait")


class Process:
    """One thing going on; it starts when the clock next runs what is due."""

    def __init__(self, clock: Clock, action: Callable[[], Any], name: str, *, keeps_error: KeepsError) -> None:
        self.name = name
        self.keeps_error = keeps_error
        self.ended = Signal(clock)
        self.result: Any = None
        self.error: BaseException | None = None
        self._clock = clock
        self._action = action
        self._turn = threading.Semaphore(0)
        self._given_back = threading.Semaphore(0)
        self._pauses = 0
        self._abandoned = False
        self._thread: threading.Thread | None = None
        self._lineage = lineage.current().at_rest()
        clock.at(clock.now, self.resumption(), name)

    def __repr__(self) -> str:
        return f"Process({self.name!r}, {'ended' if self.ended.is_set() else 'going on'})"

    def resumption(self) -> Callable[[], None]:
        """Return what lets the process go on from its next pause; harmless once it has."""
        pause = self._pauses

        def resume() -> None:
            if pause == self._pauses and not self.ended.is_set():
                self._pauses += 1
                self._go_on()

        return resume

    def pause(self) -> None:
        """Give the word back to the clock until a `resumption` is due. Only from within."""
        self._given_back.release()
        self._turn.acquire()
        if self._abandoned:
            raise ProcessEnded

    def abandon(self) -> None:
        """End it where it waits."""
        self._abandoned = True
        self._turn.release()

    def _go_on(self) -> None:
        """In the thread of the clock: run until the process waits or ends. Raises its error where nobody keeps it."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()
        else:
            self._turn.release()
        self._await()

    def _await(self) -> None:
        """Wait until it gives the word back. Interrupted, the clock waits for it before it runs anything else."""
        try:
            self._given_back.acquire()
        except BaseException:
            self._clock.at_once(self._await, self.name)
            raise
        if self.error is not None and not self.keeps_error(self.name, self.error):
            raise self.error

    def _run(self) -> None:
        _current.process = self
        try:
            with self._clock.lent(), lineage.following(self._lineage):
                self.result = self._action()
        except BaseException as error:
            self.error = error
        self.ended.set()
        self._given_back.release()


class Processes:
    """The processes of one account."""

    def __init__(self, clock: Clock, chance: Chance) -> None:
        self._clock = clock
        self._chance = chance
        self._going_on: list[Process] = []
        self.excused: KeepsError = _nobody
        """Says of the error of a process that keeps none whether it is told in another way."""

    def __repr__(self) -> str:
        return f"Processes({self.under_way})"

    def start(self, action: Callable[[], Any], name: str, *, keeps_error: bool = False) -> Process:
        """Return the process of `action`, due at this moment.

        Its error comes out of the clock, as an action's does, or with `keeps_error` stays with the process.
        """

        def drawing() -> Any:
            with self._chance.drawing("process", name):
                return action()

        process = Process(self._clock, drawing, name, keeps_error=_anybody if keeps_error else self._excuses)
        self._going_on = [*self._still(), process]
        return process

    def _excuses(self, name: str, error: BaseException) -> bool:
        return self.excused(name, error)

    def together(self, actions: Iterable[Callable[[], Any]], name: str = "together") -> list[Any]:
        """Return what the actions gave, in their order, begun at the same moment; an exception in place of a result."""
        started = [self.start(action, f"{name} {number}", keeps_error=True) for number, action in enumerate(actions, 1)]
        for process in started:
            process.ended.wait()
        return [process.result if process.error is None else process.error for process in started]

    def signal(self) -> Signal:
        """Return a new signal on the account's clock."""
        return Signal(self._clock)

    def wait(self, seconds: float) -> None:
        """Let so much of the account's time pass: for the caller's process, or for the whole account."""
        process = current()
        if seconds <= 0:
            return
        if process is None:
            self._clock.advance(seconds=seconds)
            return
        self._clock.after(seconds, process.resumption(), f"a wait of {process.name}")
        process.pause()

    def close(self) -> None:
        """End all of them where they wait."""
        for process in self._still():
            process.abandon()

    @property
    def under_way(self) -> list[str]:
        """The names of those that have not ended."""
        return [process.name for process in self._still()]

    def _still(self) -> list[Process]:
        return [process for process in self._going_on if not process.ended.is_set()]


def current() -> Process | None:
    """Return the process this thread runs, or None: a cell of the notebook, a widget, a test."""
    return getattr(_current, "process", None)


def _nothing() -> None:
    pass


def _anybody(name: str, error: BaseException) -> bool:
    return True


def _nobody(name: str, error: BaseException) -> bool:
    return False
