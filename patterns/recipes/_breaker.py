"""The two state machines of a circuit breaker's page: retries alone, and a breaker around them. Not a recipe.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LAMBDA_ERRORS = [
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException",
]
"""https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html"""

TRANSIENT = ["ServiceUnavailable", "States.Timeout", *LAMBDA_ERRORS]
"""What another attempt may fix; a wrong request stays wrong, and is not among them."""

LAMBDA_AGAIN = {"ErrorEquals": LAMBDA_ERRORS, "IntervalSeconds": 1, "MaxAttempts": 2}
"""The retry of a call that Lambda itself did not make: it says nothing about the service."""

States = dict[str, Any]
ASKED = "$$.Execution.Input"


def retries_alone(retry: Mapping[str, Any], timeout: int, fallback: str) -> States:
    """Call, again and again; then answer without the service."""
    states = {
        "Call": _call(timeout, [retry], then="Answer", failed="Fallback"),
        **_ends(fallback),
    }
    return {"StartAt": "Call", "States": states}


def breaker(retry: Mapping[str, Any], timeout: int, fallback: str) -> States:
    """Ask the circuit first, and tell it what came of the call. A circuit that cannot be asked does not stand in."""
    told = {"ResultPath": "$.told"}
    states = {
        "Ask": {
            **_circuit("ask"), "ResultPath": "$.circuit", "Next": "MayCall", "Catch": [_ignored("CallUnasked")],
        },
        "MayCall": {
            "Type": "Choice", "Default": "Fallback",
            "Choices": [
                {"Variable": "$.circuit.permit", "StringEquals": "call", "Next": "Call"},
                {"Variable": "$.circuit.permit", "StringEquals": "probe", "Next": "Probe"},
            ],
        },
        "Call": _call(timeout, [retry], then="Succeeded", failed="Failed", wrong="AnsweredNo"),
        "Probe": _call(timeout, [LAMBDA_AGAIN], then="Succeeded", failed="Failed", wrong="AnsweredNo"),
        "CallUnasked": _call(timeout, [retry], then="Answer", failed="Fallback"),
        "Succeeded": {
            **_circuit("succeeded"), **told, "Next": "Answer", "Catch": [_ignored("Answer")],
        },
        # A service that refuses a wrong request is well.
        "AnsweredNo": {
            **_circuit("succeeded"), **told, "Next": "Rejected", "Catch": [_ignored("Rejected")],
        },
        "Failed": {
            **_circuit("failed"), **told, "Next": "Fallback", "Catch": [_ignored("Fallback")],
        },
        **_ends(fallback),
    }  # fmt: skip
    return {"StartAt": "Ask", "States": states}


def _call(timeout: int, retry: list[Mapping[str, Any]], *, then: str, failed: str, wrong: str = "Rejected") -> States:
    return {
        "Type": "Task", "Resource": "${Service}", "TimeoutSeconds": timeout, "Parameters": {"request.$": ASKED},
        "ResultPath": "$.answer", "Retry": retry, "Next": then,
        "Catch": [_catch("InvalidRequest", wrong), _catch("States.ALL", failed)],
    }  # fmt: skip


def _circuit(step: str) -> States:
    parameters = {"step": step} if step == "ask" else {"step": step, "circuit.$": "$.circuit"}
    return {
        "Type": "Task", "Resource": "${Circuit}", "TimeoutSeconds": 10, "Parameters": parameters,
        "Retry": [LAMBDA_AGAIN],
    }  # fmt: skip


def _catch(error: str, then: str) -> States:
    return {"ErrorEquals": [error], "ResultPath": "$.error", "Next": then}


def _ignored(then: str) -> States:
    """Go on whatever happened, and keep the error of the call where it is."""
    return {"ErrorEquals": ["States.ALL"], "ResultPath": "$.told", "Next": then}


def _ends(fallback: str) -> States:
    degraded = {
        "Type": "Pass", "Parameters": {"status": "degraded", "request.$": ASKED}, "End": True,
    }  # fmt: skip
    refused = {"Type": "Fail", "Error": "ServiceUnavailable", "Cause": "The service is not called until it is well."}
    return {
        "Answer": {"Type": "Pass", "Parameters": {"status": "ok", "answer.$": "$.answer"}, "End": True},
        "Fallback": degraded if fallback == "degraded" else refused,
        "Rejected": {"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "$.error.Cause"},
    }
