"""What EventBridge refuses of the targets of a rule.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
Not here: roles of targets, and whether a target exists, which EventBridge does not ask when it is put.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.events import event_patterns
from patterns.schedules import Once, Rate, parse
from patterns.schedules.cron import ScheduleError

MOST_TARGETS = 5
"""Of one rule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"""
MOST_RETRIES = 185
OLDEST_SECONDS = 86_400
MOST_PATHS = 100

NO_SCHEDULE = "Parameter ScheduleExpression is not valid."
INPUTS = ("Input", "InputPath", "InputTransformer")
PATH = re.compile(r"\$(\.[\w/_-]+(\[(\d+|\*)\])*)*")
PLACE = re.compile(r"<(?P<name>[A-Za-z0-9_-]+)>")
OWN_PREFIX = "aws.events."
"""Begins the names that EventBridge gives itself: `<aws.events.rule-arn>`."""


def wrong(target: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a target, in EventBridge's words."""
    name = target["Id"]
    given = [each for each in INPUTS if target.get(each) is not None]
    if len(given) > 1:
        yield f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}."
    yield from _wrong_input(target, name)
    retries = target.get("RetryPolicy") or {}
    limits = {"MaximumRetryAttempts": MOST_RETRIES, "MaximumEventAgeInSeconds": OLDEST_SECONDS}
    for field, most in limits.items():
        if int(retries.get(field) or 0) > most:
            place = f"targets.1.member.retryPolicy.{field[0].lower()}{field[1:]}"
            yield (
                f"1 validation error detected: Value '{retries[field]}' at '{place}' failed to satisfy constraint: "
                f"Member must have value less than or equal to {most}"
            )
    letters = (target.get("DeadLetterConfig") or {}).get("Arn")
    if letters and (letters.count(":") < 5 or letters.split(":")[2] != "sqs"):
        yield f"Parameter {letters} is not valid. Reason: Dead-letter queue must be an SQS queue."


def _wrong_input(target: Mapping[str, Any], name: str) -> Iterator[str]:
    if (text := target.get("Input")) is not None and not _is_json(text):
        yield f"JSON syntax error in input for target {name} : {text}"
    if (path := target.get("InputPath")) and not PATH.fullmatch(path):
        yield f"Parameter {path} is not valid. Reason: Invalid InputPath for target {name}."
    if transformer := target.get("InputTransformer"):
        yield from _wrong_transformer(transformer, name)


def _wrong_transformer(transformer: Mapping[str, Any], name: str) -> Iterator[str]:
    paths = transformer.get("InputPathsMap") or {}
    for path in paths.values():
        if not PATH.fullmatch(path):
            yield f"Parameter {path} is not valid. Reason: Invalid InputPath for target {name}."
    if len(paths) > MOST_PATHS or any(key.startswith("AWS") for key in paths):
        yield f"Invalid InputPathsMap for target {name}."
    template = transformer.get("InputTemplate") or ""
    unknown = [key for key in PLACE.findall(template) if key not in paths and not key.startswith(OWN_PREFIX)]
    if unknown:
        yield f"InputTemplate for target {name} contains invalid placeholder {', '.join(unknown)}."


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def no_group(target: str) -> Refusal:
    """The refusal of a target that is a queue in order, without the group of its messages."""
    return "ValidationException", f"Parameter(s) SqsParameters must be specified for target: {target}."


def no_role(arn: str) -> Refusal:
    """The refusal of a target that has no policy of its own, without a role.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    """
    return "ValidationException", f"RoleArn is required for target {arn}."


def repeated(targets: Sequence[Mapping[str, Any]]) -> Iterator[Refusal]:
    """Two targets of one id: API_Target.html (Id); in our words."""
    names = [target["Id"] for target in targets]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield "ValidationException", f"{name} is the id of several targets: the ids of a rule's targets are unique."


def rule(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the targets of a rule in a template."""
    targets = asked.get("Targets") or ()
    if len(targets) > MOST_TARGETS:
        yield "LimitExceededException", f"The requested resource exceeds the maximum number allowed: {MOST_TARGETS}."
    yield from repeated(targets)
    for target in targets:
        yield from (("ValidationException", message) for message in wrong(target))


def schedule(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A rate's unit agrees with its number, and a rule has no single moment.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html#eb-rate-expressions
    """
    if not asked.get("ScheduleExpression"):
        return
    try:
        found = parse(asked["ScheduleExpression"])
    except ScheduleError:
        yield "ValidationException", NO_SCHEDULE
        return
    if isinstance(found, Once) or (isinstance(found, Rate) and found.is_plural == (found.number == 1)):
        yield "ValidationException", NO_SCHEDULE


def _timed(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html."""
    if asked.get("ScheduleExpression") and asked.get("EventBusName") not in (None, "default"):
        bus = asked["EventBusName"]
        if not bus.endswith(":event-bus/default"):
            yield "ValidationException", "ScheduleExpression is supported only on the default event bus."


def _bus(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html."""
    if "/" in asked["Name"] and not asked.get("EventSourceName"):
        yield "ValidationException", "Event bus name must not contain '/'."


def pattern(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the event pattern of a rule."""
    given = asked.get("EventPattern")
    if given is None:
        return
    try:
        event_patterns.parsed(given if isinstance(given, str) else json.dumps(given))
    except ValueError as error:
        yield "InvalidEventPatternException", f"Event pattern is not valid. Reason: {error}"


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::Events::Rule": (rule, pattern, schedule, _timed),
    "AWS::Events::EventBus": (_bus,),
}
