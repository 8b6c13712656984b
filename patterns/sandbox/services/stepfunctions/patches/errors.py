"""Which errors moto's interpreter gives a state that fails, and which of them `States.ALL` catches.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html
"""

from __future__ import annotations

import functools
from typing import Any

TERMINAL = ("States.Runtime", "States.DataLimitExceeded")
"""What no wildcard catches or tries again."""

ANY_NAME_GOES = "\0"
"""Begins no name: the language keeps "States." for itself, and Step Functions does not hold a `Fail` state to it, as in
https://github.com/aws-samples/step-functions-workflows-collection/tree/main/quorum-with-parallel-pattern."""
NO_CHOICE = "Failed to transition out of the state. The state does not point to a next state."
NO_VARIABLE = "Invalid path '{}': The choice state's condition path references an invalid value."


def apply() -> None:
    """Name errors as Step Functions does, and let wildcards match what they match there."""
    from moto.stepfunctions.parser.asl.component.common.error_name import custom_error_name
    from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import ErrorEqualsDecl
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison_variable import ComparisonVariable
    from moto.stepfunctions.parser.asl.component.state.choice.state_choice import StateChoice
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_lambda import (
        StateTaskServiceLambda,
    )
    from moto.stepfunctions.parser.asl.component.state.exec.state_task.state_task_lambda import StateTaskLambda

    custom_error_name.ILLEGAL_CUSTOM_ERROR_PREFIX = ANY_NAME_GOES
    ErrorEqualsDecl._eval_body = _equals
    ComparisonVariable._eval_body = _compared
    StateChoice._eval_state = _chosen
    StateTaskServiceLambda._error_cause_from_client_error = staticmethod(_lambda_error)
    StateTaskLambda._from_error = _named(StateTaskLambda._from_error)


def failure(env: Any, error: str, cause: str) -> Any:
    """What ends a state with an error of Step Functions' own, "States.Runtime"."""
    from moto.stepfunctions.parser.api import ExecutionFailedEventDetails, HistoryEventType
    from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
        FailureEvent,
        FailureEventException,
    )
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import StatesErrorName
    from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import StatesErrorNameType
    from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

    event = FailureEvent(
        env=env,
        error_name=StatesErrorName(StatesErrorNameType.from_name(error)),
        event_type=HistoryEventType.ExecutionFailed,
        event_details=EventDetails(executionFailedEventDetails=ExecutionFailedEventDetails(error=error, cause=cause)),
    )
    return FailureEventException(failure_event=event)


def _equals(self: Any, env: Any) -> None:
    """Whether the names of a catcher or retrier match the error on the stack."""
    happened = env.stack.pop()
    name = getattr(happened, "error_name", None) or str(happened)
    names = {each.error_name for each in self.error_names}
    wild = "States.ALL" in names or ("States.TaskFailed" in names and name != "States.Timeout")
    env.stack.append(name in names or (wild and name not in TERMINAL))


def _compared(self: Any, env: Any) -> None:
    """Compare; only `IsPresent` takes a path that leads nowhere."""
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.comparison_operator_type import (
        ComparisonOperatorType,
    )
    from moto.stepfunctions.parser.asl.component.state.choice.comparison.variable import NoSuchVariable

    self.variable.eval(env)
    asks_presence = self.comparison_function.operator_type == ComparisonOperatorType.IsPresent
    if isinstance(env.stack[-1], NoSuchVariable) and not asks_presence:
        path = self.variable.string_sampler.literal_value
        raise failure(env, "States.Runtime", NO_VARIABLE.format(path))
    self.comparison_function.eval(env)


def _chosen(self: Any, env: Any) -> None:
    """Put the next state of the first rule that holds on the stack, else that of `Default`."""
    for rule in self.choices_decl.rules:
        rule.eval(env)
        if env.stack.pop() is True:
            env.stack.append(rule.next_stmt.name)
            return
    if self.default_state is None:
        entered = f"An error occurred while executing the state '{self.name}' (entered at the event id "
        raise failure(
            env, "States.NoChoiceMatched", f"{entered}#{env.event_history_context.source_event_id}). {NO_CHOICE}"
        )
    env.stack.append(self.default_state.state_name)


@functools.cache
def _modelled() -> frozenset[str]:
    """The errors that the API's `Invoke` names; of others Step Functions only says that they are Lambda's."""
    from patterns.sandbox.services.stepfunctions.patches.task_parameters import operation

    return frozenset(shape.metadata.get("error", {}).get("code", shape.name) for shape in _shapes(operation)) | {
        shape.name for shape in _shapes(operation)
    }


def _shapes(operation: Any) -> list[Any]:
    return list(operation("lambda", "invoke").error_shapes)


def _lambda_error(error: Any) -> tuple[str, str]:
    """(error, cause) of a call that Lambda refused."""
    said, about = error.response["Error"], error.response["ResponseMetadata"]
    code = said["Code"] if said["Code"] in _modelled() else "AWSLambdaException"
    details = (
        f"Service: AWSLambda; Status Code: {about['HTTPStatusCode']}; Error Code: {said['Code']}; "
        f"Request ID: {about['RequestId']}; Proxy: null"
    )
    return f"Lambda.{code}", f"{said['Message']} ({details})"


def _named(from_error: Any) -> Any:
    """Name what Lambda refuses to a task that gives the function's ARN as it is named to one that invokes it."""

    def named(self: Any, env: Any, ex: Exception) -> Any:
        from botocore.exceptions import ClientError
        from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import CustomErrorName
        from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import FailureEvent

        event = from_error(self, env, ex)
        if not isinstance(ex, ClientError):
            return event
        error, cause = _lambda_error(ex)
        details = event.event_details
        details["lambdaFunctionFailedEventDetails"].update(error=error, cause=cause)
        return FailureEvent(
            env=env, error_name=CustomErrorName(error), event_type=event.event_type, event_details=details
        )

    return named
