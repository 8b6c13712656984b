"""An act interrupted at each of its calls, each time in a copy of the process, which goes on from that call.

So an account is prepared once, and what leads to a call is done once. Not here: what must hold afterwards.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from patterns import Sandbox
from patterns.sandbox.gateway import Caller, Stage

SECONDS = 300.0
"""How much real time a copy may take."""

Way = tuple[Stage, Callable[[], None]]


class Interrupter:
    """At each call of the administrator for which there is a way, a copy is interrupted, and the act itself goes on.

    `ways` has for a call's number, counted from one at each stage, where and how it is interrupted. `judge` is asked in
    each copy, with the number, once the interruption came out of the act; what it raises is in `failed`, by the number.
    """

    def __init__(self, aws: Sandbox, ways: Callable[[int], Way | None], judge: Callable[[int], None]) -> None:
        self._aws, self._ways, self._judge = aws, ways, judge
        self._copy: tuple[int, int] | None = None
        self._entered = contextlib.ExitStack()
        self.tried = 0
        self.failed: dict[int, str] = {}

    def watch(self, act: Callable[[], None], stages: Iterable[Stage]) -> None:
        """Act, with copies that are interrupted at the calls that reach one of the stages."""
        ends = [self._aws.gateway.subscribe(stage, self._counting(stage)) for stage in stages]
        try:
            act()
        except BaseException as error:
            if self._copy is not None:
                self._end(error)
            raise
        finally:
            for end in ends:
                end()
        if self._copy is not None:
            self._end(None)

    def _counting(self, stage: Stage) -> Callable[[Any], None]:
        number = 0

        def handler(call: Any) -> None:
            nonlocal number
            if call.caller is not Caller.ADMINISTRATOR or self._copy is not None:
                return
            number += 1
            way = self._ways(number)
            if way is not None and way[0] is stage and self._is_copy(number):
                way[1]()

        return handler

    def _is_copy(self, number: int) -> bool:
        """Whether this is the copy; where it is not, the copy has been judged."""
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            # Python warns of locks that other threads hold for ever in a child. No other thread is in the account.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            gc.disable()
            os.close(reading)
            self._copy = number, writing
            for enter in self._aws.in_copies:
                self._entered.enter_context(enter())
            return True
        os.close(writing)
        try:
            if said := _told(reading):
                self.failed[number] = said
        finally:
            os.close(reading)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        self.tried += 1
        return False

    def _end(self, error: BaseException | None) -> NoReturn:
        """In the copy: judge, tell, and be gone."""
        assert self._copy is not None
        number, writing = self._copy
        try:
            if not isinstance(error, KeyboardInterrupt):
                raise AssertionError("the interruption was lost") from error
            self._judge(number)
            said = ""
        except BaseException as wrong:
            said = f"{type(wrong).__name__}: {wrong}" + (f" (after {wrong.__cause__!r})" if wrong.__cause__ else "")
        try:
            self._entered.close()
        finally:
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(said, pipe)
            os._exit(0)


def _told(reading: int) -> str:
    ready, _, _ = select.select([reading], [], [], SECONDS)
    if not ready:
        return f"it did not end within {SECONDS:g} seconds"
    with os.fdopen(reading, "rb", closefd=False) as pipe:
        told = pipe.read()
    return str(pickle.loads(told)) if told else "its process ended without a word"
