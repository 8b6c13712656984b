"""moto's interpreter evaluates JSONata, and variables in paths, by a Java machine that it would start: here it asks us.

https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from patterns.sandbox.core import chance
from patterns.sandbox.services.stepfunctions.queries import QueryError, evaluated
from patterns.sandbox.simulator import loading, time_and_chance

FAILED = "States.QueryEvaluationError"


def apply() -> None:
    """Evaluate expressions where moto would ask Java."""
    from moto.stepfunctions.parser.asl.component.common.string.string_expression import (
        StringJSONata,
        StringVariableSample,
    )
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison import ConditionStringJSONata
    from moto.stepfunctions.parser.asl.component.state.exec.execute_state import ExecutionState
    from moto.stepfunctions.parser.asl.eval.event.event_manager import EventManager
    from moto.stepfunctions.parser.asl.eval.variable_store import VariableStore
    from moto.stepfunctions.parser.asl.parse.preprocessor import Preprocessor

    StringJSONata._eval_body = _evaluate
    StringVariableSample._eval_body = _evaluate
    ConditionStringJSONata._eval_body = _decide
    ExecutionState._eval_state_output = _catching(ExecutionState._eval_state_output)
    EventManager.add_event = _once(EventManager.add_event)
    Preprocessor.visitAssign_template_value_terminal_string_literal = _literal
    VariableStore.get_assigned_variables = _assigned


def _evaluate(self: Any, env: Any) -> None:
    """Put what an expression yields on the stack; fail the state where it yields nothing."""
    try:
        with loading.drawing("jsonata", self.expression):
            drawn = chance.current() or Random(self.expression)
            found = evaluated(self.expression, _variables(env), time_and_chance.now(), drawn)
    except QueryError as error:
        raise _failure(env, f"The JSONata expression '{self.expression}' {error}") from None
    env.stack.append(found)


def _literal(self: Any, ctx: Any) -> Any:
    """A text that is assigned, as the definition means it: moto takes it as JSON writes it."""
    from moto.stepfunctions.parser.asl.antlt4utils.antlr4utils import from_string_literal
    from moto.stepfunctions.parser.asl.component.common.assign.assign_template_value_terminal import (
        AssignTemplateValueTerminalLit,
    )

    return AssignTemplateValueTerminalLit(value=from_string_literal(ctx.string_literal()))


def _assigned(self: Any) -> dict[str, str]:
    """What a state assigned, each as JSON, for the history."""
    return {name: json.dumps(self.get(name), separators=(",", ":")) for name in sorted(self._declaration_tracing)}


def _decide(self: Any, env: Any) -> None:
    """Put what a condition yields on the stack: true or false, and nothing else is either."""
    self.string_jsonata.eval(env=env)
    if not isinstance(env.stack[-1], bool):
        told = f"The JSONata expression '{self.string_jsonata.expression}'"
        raise _failure(env, f"{told} must yield a boolean value for the field Condition.")


def _catching(output: Any) -> Any:
    """Let a state's `Catch` hear of an output that cannot be evaluated, as of an error of its task.

    Not modelled: that its `Retry` does.
    """

    def evaluated_output(self: Any, env: Any) -> None:
        from moto.stepfunctions.parser.asl.component.common.catch.catch_outcome import CatchOutcome
        from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEventException

        try:
            output(self, env)
        except FailureEventException as error:
            event = error.failure_event
            if self.catch is None or event.error_name.error_name != FAILED:
                raise
            env.states.set_error_output(self._construct_error_output_value(failure_event=event))
            self._handle_catch(env=env, failure_event=event)
            if env.stack[-1] != CatchOutcome.Caught:
                raise

    return evaluated_output


def _once(add_event: Any) -> Any:
    """Tell of a failed evaluation once: moto tells of a task's error again, where it looks for who catches it."""

    def adding(self: Any, context: Any, event_type: Any, event_details: Any = None, **rest: Any) -> int:
        if event_details is not None and event_details is getattr(context, "told", None):
            return int(context.last_published_event_id)
        if event_details and "evaluationFailedEventDetails" in event_details:
            context.told = event_details
        return int(add_event(self, context, event_type, event_details, **rest))

    return adding


def _failure(env: Any, cause: str) -> Any:
    """What ends a state whose expression yields nothing; the history tells of it, whoever catches it."""
    from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
    from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

    kind, state = HistoryEventType.EvaluationFailed, env.states.context_object.context_object_data.get("State") or {}
    about = EvaluationFailedEventDetails(error=FAILED, cause=cause, state=state.get("Name", ""))
    details = EventDetails(evaluationFailedEventDetails=about)
    env.event_manager.add_event(
        context=env.event_history_context, event_type=kind, event_details=details, update_source_event_id=False
    )
    name = StatesErrorName(StatesErrorNameType.from_name(FAILED))
    return FailureEventException(FailureEvent(env=env, error_name=name, event_type=kind, event_details=details))


def _variables(env: Any) -> dict[str, Any]:
    store, states = env.variable_store, dict(env.states._states_data)
    if states.get("errorOutput") is None:
        states.pop("errorOutput", None)
    return {**store._outer_scope, **store._inner_scope, "states": states}
