"""What Step Functions refuses of a machine: its name, its definition, and what its type cannot wait for.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: Express machines have neither `.sync`
nor `.waitForTaskToken`. In which words they are refused no page says. What is wrong with a definition is found in
`_states_language`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal, _states_language, is_decided

WAYS = ("Definition", "DefinitionString", "DefinitionS3Location")
WAITS = re.compile(r'"Resource"\s*:\s*"[^"]+\.(?P<how>sync(?::2)?|waitForTaskToken)"')
PRINCIPAL = "states.amazonaws.com"
REFUSED = "AccessDeniedException"
NOT_ASSUMED = (
    "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the "
    "provided role."
)
"""As users report it: https://github.com/lumigo-io/lumigo-CLI/issues/83."""
NOT_LOGGING = "The state machine IAM Role is not authorized to access the Log Destination"
"""As in https://github.com/aws/aws-cdk/issues/26432."""
DELIVERY = "logs:CreateLogDelivery"
"""Of what logging takes, that without which there is none: AWS does not say which of the other rights it looks for.

https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html#cloudwatch-iam-policy
"""
LOGGING = "InvalidLoggingConfiguration"
NO_DESTINATION = "Invalid Logging Configuration: a log level other than OFF needs one destination."
"""https://docs.aws.amazon.com/step-functions/latest/apireference/API_LoggingConfiguration.html; in our words."""
NO_STAR = "Invalid Logging Configuration: Log Group ARN must be provided with '*' qualifier."
"""As in https://github.com/hashicorp/terraform-provider-aws/issues/17682."""
_PLACEHOLDER = re.compile(r"\$\{(?P<name>[a-zA-Z0-9_]+)\}")
"""SAM's own have underscores: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html."""
_NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")
_FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:not-known-yet"
"""Stands where only a deployment settles what a task calls."""


def problems(text: str) -> list[str]:
    """What is wrong with a definition, as `CODE: message at /place`."""
    return _states_language.problems(text)


def express(definition: str, kind: str) -> Iterator[Refusal]:
    """A task that an Express machine cannot wait for."""
    match = WAITS.search(definition) if kind == "EXPRESS" else None
    if match:
        told = f"Express state machines do not support '.{match['how']}'"
        yield _invalid(f"SCHEMA_VALIDATION_FAILED: {told}")


def logging(wanted: Mapping[str, Any] | None) -> Iterator[Refusal]:
    """Logs that go nowhere, in a template's form or a call's."""
    said = {name.lower(): value for name, value in (wanted or {}).items()}
    destinations = said.get("destinations") or ()
    if said.get("level", "OFF") != "OFF" and len(destinations) != 1:
        yield LOGGING, NO_DESTINATION
    for destination in destinations:
        group = destination.get("cloudWatchLogsLogGroup") or destination.get("CloudWatchLogsLogGroup") or {}
        arn = group.get("logGroupArn") or group.get("LogGroupArn") or ":*"
        if not arn.endswith(":*"):
            yield LOGGING, NO_STAR


def substituted(text: str, values: Mapping[str, Any]) -> str:
    """The text with what `DefinitionSubstitutions` names put in; other placeholders stay, for the service to refuse."""
    return _PLACEHOLDER.sub(lambda found: _spoken(values.get(found["name"], found[0])), text)


def _spoken(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _invalid(told: str) -> Refusal:
    return "InvalidDefinition", f"Invalid State Machine Definition: '{told}'"


def _ways(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    given = [way for way in WAYS if way in asked]
    if len(given) != 1:
        told = f"Exactly one of {', '.join(WAYS)} must be provided, and there is {', '.join(given) or 'none'}."
        yield "InvalidRequest", told


def _named(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    name = asked.get("StateMachineName")
    if name is not None and not _NAME.fullmatch(name):
        yield "InvalidName", f"Invalid Name: '{name}'"


def _logged(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from logging(asked.get("LoggingConfiguration"))


def _machine(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    text = _written(asked)
    if text is not None:
        yield from express(text, asked.get("StateMachineType") or "STANDARD")
        if found := problems(text):
            yield _invalid(", ".join(found))


def _written(asked: Mapping[str, Any]) -> str | None:
    """The definition that a template holds; None where it holds none, or nobody knows yet what is put into it."""
    values = asked.get("DefinitionSubstitutions") or {}
    text = asked.get("DefinitionString")
    if text is None and asked.get("Definition") is not None:
        text = json.dumps(_legible(asked["Definition"]))
    if text is None or not is_decided(text) or (not is_decided(values) and _PLACEHOLDER.search(text)):
        return None
    return substituted(text, values)


def _legible(part: Any, field: str = "") -> Any:
    """The definition with something in the place of what only a deployment settles."""
    if isinstance(part, dict):
        return {name: _legible(member, name) for name, member in part.items()}
    if isinstance(part, list):
        return [_legible(item, field) for item in part]
    return part if is_decided(part) else "$.not_known_yet" if field.endswith((".$", "Path")) else _FUNCTION


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::StepFunctions::StateMachine": (_ways, _named, _logged, _machine)}
