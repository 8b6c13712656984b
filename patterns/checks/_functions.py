"""What several checks need to know about the Lambda functions of a template. Not a check."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.checks._references import known_text, mentions
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

FUNCTION = "AWS::Lambda::Function"
WAIT_FOR_THE_ANSWER = ("apigateway.", "cognito-idp.", "elasticloadbalancing.", "lex", "secretsmanager.")
"""Services that call a function and wait: an event that fails comes back to them.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html
"""


def functions(resolved: Resolved) -> Iterator[Resource]:
    """The functions of a template."""
    yield from of_type(resolved, FUNCTION)


def log_group_is_declared(resolved: Resolved, function: Resource) -> bool:
    """Whether the group a function logs to may be one that somebody declared, here or, by name, elsewhere."""
    if at(function.properties, "LoggingConfig", "LogGroup") is not None:
        return True
    name = known_text(at(function.properties, "FunctionName"))
    groups = [at(group.properties, "LogGroupName") for group in of_type(resolved, "AWS::Logs::LogGroup")]
    return any(mentions(group, function) or (name and group == f"/aws/lambda/{name}") for group in groups) or any(
        isinstance(at(function.properties, part), Unknown) for part in ("LoggingConfig", "FunctionName") if groups
    )


def failed_events_go_somewhere(resolved: Resolved, function: Resource) -> bool:
    """Whether events that a function could not process are kept, as far as the template may tell."""
    if at(function.properties, "DeadLetterConfig") is not None:
        return True
    return any(
        mentions(at(rule.properties, "FunctionName"), function) and at(rule.properties, "DestinationConfig") is not None
        for rule in of_type(resolved, "AWS::Lambda::EventInvokeConfig")
    )


def is_waited_for(resolved: Resolved, function: Resource) -> bool:
    """Whether what calls a function waits for its answer or keeps the event itself: a queue, an API, a rotation."""
    askers = ("AWS::Lambda::EventSourceMapping", "AWS::Lambda::Url", "AWS::StepFunctions::StateMachine")
    if any(mentions(asker.properties, function) for asker in of_type(resolved, *askers)):
        return True
    return any(
        mentions(at(permission.properties, "FunctionName"), function)
        and str(at(permission.properties, "Principal")).startswith(WAIT_FOR_THE_ANSWER)
        for permission in of_type(resolved, "AWS::Lambda::Permission")
    )
