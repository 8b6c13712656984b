"""What Lambda reports to CloudWatch of each invocation, at the moment it began.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
Not written: metrics of asynchronous events, of event source mappings and of provisioned concurrency, and the dimension
`ExecutedVersion`; `Resource` names the version that ran, where the service names an alias.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome
from patterns.sandbox.services.cloudwatch.metrics import Metrics

NAMESPACE = "AWS/Lambda"


def running(metrics: Metrics, function: Function, at_once: Counter[str]) -> None:
    """Report how many run now, of the function and of all."""
    own = {"ConcurrentExecutions": float(at_once[function.unqualified_arn])}
    metrics.count(NAMESPACE, own, [{"FunctionName": function.name}])
    metrics.count(NAMESPACE, {"ConcurrentExecutions": float(at_once.total())}, [{}])


def throttled(metrics: Metrics, function: Function) -> None:
    """Report an invocation that was refused; it counts neither as one nor as an error."""
    metrics.count(NAMESPACE, {"Throttles": 1.0}, _dimensions(function))


def dropped(metrics: Metrics, function: Function) -> None:
    """Report a call that was stopped as part of a recursive loop."""
    metrics.count(NAMESPACE, {"RecursiveInvocationsDropped": 1.0}, _dimensions(function))


def ended(metrics: Metrics, function: Function, outcome: Outcome, started: datetime) -> None:
    """Report an invocation that is over."""
    counts = {"Invocations": 1.0, "Errors": float(outcome.error is not None), "Throttles": 0.0}
    at = started.timestamp()
    metrics.count(NAMESPACE, counts, _dimensions(function), at)
    metrics.count(NAMESPACE, {"Duration": round(outcome.duration_ms, 2)}, _dimensions(function), at, "Milliseconds")


def _dimensions(function: Function) -> list[dict[str, str]]:
    """Across all functions, by function, and by the version or the function that was called."""
    qualifier = "" if function.version == "$LATEST" else f":{function.version}"
    by_name = {"FunctionName": function.name}
    return [{}, by_name, {**by_name, "Resource": f"{function.name}{qualifier}"}]
