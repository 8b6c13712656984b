"""How moto's interpreter runs one execution, on the account's clock. Not which executions there are.

A wait ends when its execution does. What is over is silent: a call that goes on after its state timed out, as calls
do, no longer writes history.
https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from patterns.sandbox.core import lineage
from patterns.sandbox.simulator import time_and_chance
from patterns.sandbox.simulator.threads import Thread


def apply() -> None:
    """Put our way of starting, waiting, timing out and stopping into the interpreter."""
    from moto.stepfunctions.parser.asl.component.program.program import Program
    from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import WaitFunction
    from moto.stepfunctions.parser.asl.eval.environment import Environment
    from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
    from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

    # It reports every error of a state machine, which belongs to the history, to whoever watches stderr.
    logging.getLogger("moto.stepfunctions").setLevel(logging.CRITICAL)
    Program.eval = _eval
    WaitFunction._wait_interval = _wait_interval
    ExecutionWorker.start = _start
    ExecutionWorker.stop = _stop
    Environment.close_frame = _silencing(Environment.close_frame)
    EventManager.add_event = _heeding_silence(EventManager.add_event)


def _start(self: Any) -> None:
    with lineage.untraced():
        time_and_chance.processes().start(self._execution_logic, self._evaluation_details.execution_details.arn)


def _stop(self: Any, stop_date: Any, error: str | None, cause: str | None) -> None:
    if not self.env.over.is_set():
        self.env.set_stop(stop_date=stop_date, cause=cause, error=error)
        _conclude(self.env)


def _eval(self: Any, env: Any) -> None:
    """Run a definition; that of a branch or an item of a map within its parent's time."""
    from moto.stepfunctions.parser.asl.component.eval_component import EvalComponent

    env.next_state_name = self.start_at.start_at_name
    if env.is_frame():
        EvalComponent.eval(self, env)
        return
    env.over = time_and_chance.processes().signal()

    def states() -> None:
        EvalComponent.eval(self, env)
        env.over.set()

    Thread(target=states).start()
    if not env.over.wait(self.timeout_seconds and self.timeout_seconds.timeout_seconds):
        env.set_timed_out()
        _conclude(env)


def _conclude(env: Any) -> None:
    """Write the end of an execution that does not come to it by itself, and that nothing comes after it."""
    from moto.stepfunctions.parser.api import HistoryEventType
    from moto.stepfunctions.parser.asl.eval.program_state import ProgramStopped, ProgramTimedOut

    state, context = env.program_state(), env.event_history_context
    if isinstance(state, ProgramStopped):
        context.source_event_id = 0
        details = {"error": state.error, "cause": state.cause}
        details = {name: text for name, text in details.items() if text}
        env.event_manager.add_event(
            context, HistoryEventType.ExecutionAborted, {"executionAbortedEventDetails": details}
        )
    elif isinstance(state, ProgramTimedOut):
        env.event_manager.add_event(context, HistoryEventType.ExecutionTimedOut, {"executionTimedOutEventDetails": {}})
    _silence(env)
    env.over.set()


def _wait_interval(self: Any, env: Any, wait_seconds: float) -> None:
    end = time_and_chance.now() + timedelta(seconds=wait_seconds)
    while env.is_running() and time_and_chance.now() < end:
        env.program_state_event.wait((end - time_and_chance.now()).total_seconds())


def _silence(env: Any) -> None:
    env.event_history_context.silent = True
    for frame in env._frames:
        _silence(frame)


def _silencing(close_frame: Callable[..., None]) -> Callable[..., None]:
    def closing(self: Any, frame: Any) -> None:
        close_frame(self, frame)
        _silence(frame)

    return closing


def _heeding_silence(add_event: Callable[..., int]) -> Callable[..., int]:
    def adding(self: Any, context: Any, *args: Any, **kwargs: Any) -> int:
        if getattr(context, "silent", False):
            return int(context.last_published_event_id)
        return add_event(self, context, *args, **kwargs)

    return adding
