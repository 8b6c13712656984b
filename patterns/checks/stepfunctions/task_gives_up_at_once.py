"""A task that calls a function and does not try again when Lambda itself stumbles."""

from __future__ import annotations

from typing import Any

from patterns.checks.stepfunctions._machines import calls_function, tasks
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, each
from patterns.template.resolve import Resolved
from patterns.template.values import Unknown

HEARD = (
    "Lambda.ServiceException",
    "Lambda.AWSLambdaException",
    "Lambda.SdkClientException",
    "States.ALL",
    "States.TaskFailed",
)
"""Names of errors that a retry for Lambda's own mentions: one of them is enough."""


def _places(resolved: Resolved) -> Places:
    calling = (task for task in tasks(resolved) if calls_function(resolved, task))
    yield from dict.fromkeys(task.place for task in calling if not _tries_again(at(task.state, "Retry")))


def _tries_again(retry: Any) -> bool:
    """Whether a rule may be about an error of Lambda's own, and allows for an attempt at all."""
    rules = [rule for rule in each(retry) if str(at(rule, "MaxAttempts")) != "0"]
    errors = [error for rule in rules for error in each(at(rule, "ErrorEquals"))]
    return any(isinstance(error, Unknown) or error in HEARD for error in errors)


RULE = Rule(
    id="SFN-002",
    title="A hiccup of Lambda fails the whole execution",
    why=(
        "Now and then Lambda answers with an error of its own, which is gone at the next attempt a second later. Retry "
        "Lambda.ServiceException, Lambda.AWSLambdaException and Lambda.SdkClientException in every task that calls a "
        "function."
    ),
    source="https://docs.aws.amazon.com/step-functions/latest/dg/bp-lambda-serviceexception.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL05-BP03",
    severity=Severity.LOW,
    places=_places,
)
