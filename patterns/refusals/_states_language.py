"""What Step Functions refuses about a definition in the Amazon States Language before it runs. Not how one runs.

Codes as in https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html,
whose wording AWS does not promise; the fields of each kind of state are those of https://states-language.net/spec.html.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.template.states import Part, machines, misshapen, transitions

SCHEMA, TARGET = "SCHEMA_VALIDATION_FAILED", "MISSING_TRANSITION_TARGET"
WITHOUT_NEXT = ("Choice", "Succeed", "Fail")
ENDS = ("Next", "End")
WAITS = ("Seconds", "Timestamp", "SecondsPath", "TimestampPath")
ONE_OF: Mapping[str, tuple[str, ...]] = {
    "Choice": ("Choices",), "Wait": WAITS, "Task": ("Resource",), "Map": ("ItemProcessor", "Iterator"),
    "Parallel": ("Branches",),
}  # fmt: skip
"""Kind of state -> the fields of which it has one."""
LEAST: Mapping[str, float] = {
    "TimeoutSeconds": 1, "HeartbeatSeconds": 1, "Seconds": 0, "IntervalSeconds": 1, "MaxAttempts": 0, "BackoffRate": 1,
    "MaxDelaySeconds": 1,
}  # fmt: skip
LONGEST_NAME = 80
FUNCTIONS = frozenset(
    {
        "Array", "ArrayContains", "ArrayGetItem", "ArrayLength", "ArrayPartition", "ArrayRange", "ArrayUnique",
        "Base64Decode", "Base64Encode", "Format", "Hash", "JsonMerge", "JsonToString", "MathAdd", "MathRandom",
        "StringSplit", "StringToJson", "UUID",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html"""
JSONATA = "JSONata"
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    JSONATA: (
        "CausePath", "ErrorPath", "HeartbeatSecondsPath", "InputPath", "ItemsPath", "MaxConcurrencyPath", "OutputPath",
        "Parameters", "Result", "ResultPath", "ResultSelector", "SecondsPath", "TimeoutSecondsPath", "TimestampPath",
        "ToleratedFailureCountPath", "ToleratedFailurePercentagePath",
    ),
    "JSONPath": ("Arguments", "Items", "Output"),
}  # fmt: skip
"""Language of a state -> the fields that it has in the other one only."""
_VARIABLE = re.compile(r"(?!states$)[^\W\d]\w{0,79}")
"""https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html"""
_FUNCTION = re.compile(r"States\.(\w+)\s*\(")


def problems(text: str) -> list[str]:
    """What is wrong with a definition, as `CODE: message at /place`."""
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [f"INVALID_JSON_DESCRIPTION: {error}"]
    return list(of_definition(definition))


def of_definition(definition: Any) -> Iterator[str]:
    """The same of a definition that is read; what an expression in JSONata says is not looked at."""
    if wrong := list(misshapen(definition)):
        yield from (f"{SCHEMA}: {what}" for what in wrong)
    else:
        yield from _of_machine(definition, "", str(definition.get("QueryLanguage", "JSONPath")))


def _of_machine(machine: Part, place: str, language: str) -> Iterator[str]:
    states = machine.get("States", {})
    reached = {machine.get("StartAt")}
    if machine.get("StartAt") not in states:
        yield f"{TARGET}: Missing 'StartAt' target: {machine.get('StartAt')} at {place}/StartAt"
    for name, state in states.items():
        where = f"{place}/States/{name}"
        if len(name) > LONGEST_NAME:
            yield f"{SCHEMA}: The name of a state is at most {LONGEST_NAME} characters long at {where}"
        yield from _of_state(state, where)
        yield from _of_language(state, where, language)
        for field, target, _ in transitions(state):
            reached.add(target)
            if target not in states:
                yield f"{TARGET}: Missing 'Next' target: {target} at {where}/{field}"
        for field, inner in machines(state):
            yield from _of_machine(inner, f"{where}/{field}", str(state.get("QueryLanguage", language)))
    for name in (name for name in states if name not in reached):
        yield f'{TARGET}: State "{name}" is not reachable. at {place}/States/{name}'


def _of_state(state: Part, where: str) -> Iterator[str]:
    resource = state.get("Resource", "arn:")
    if not str(resource).startswith("arn:"):
        yield f"{SCHEMA}: Value is not a valid resource ARN at {where}/Resource"
    yield from _of_fields(state, str(state.get("Type")), where)
    yield from _of_numbers(state, where)
    yield from _of_times(state, where)
    for field in ("Catch", "Retry"):
        yield from _of_errors(state.get(field) or (), f"{where}/{field}")


def _of_language(state: Part, where: str, around: str) -> Iterator[str]:
    """What is written in the other language; `around` is that of the machine, which a state may leave for JSONata.

    https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
    """
    language = str(state.get("QueryLanguage", around))
    if language not in LANGUAGES:
        yield f"{SCHEMA}: 'QueryLanguage' must be one of {', '.join(LANGUAGES)} at {where}/QueryLanguage"
    if (around, language) == (JSONATA, "JSONPath"):
        told = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
        yield f"{SCHEMA}: {told} at {where}/QueryLanguage"
    foreign = LANGUAGES.get(language, ())
    yield from (f"{SCHEMA}: Field '{name}' is not supported in a state of {language} at {where}/{name}"
                for name in foreign if name in state)  # fmt: skip
    for name in state.get("Assign") or {}:
        if not _VARIABLE.fullmatch(name.removesuffix(".$") if language != JSONATA else name):
            yield f"{SCHEMA}: '{name}' is no name of a variable at {where}/Assign"
    if language != JSONATA:
        for field in ("Parameters", "ResultSelector", "ItemSelector", "Assign"):
            yield from _of_paths(state.get(field), f"{where}/{field}")


def _of_fields(state: Part, kind: str, where: str) -> Iterator[str]:
    """What a kind of state must have, and what it has not."""
    wanted = ONE_OF.get(kind, ())
    given = [name for name in wanted if name in state]
    if wanted and not given:
        yield f"{SCHEMA}: The field '{' or '.join(wanted)}' is required at {where}"
    if len(given) > 1:
        yield f"{SCHEMA}: Only one of '{' and '.join(given)}' may be there at {where}"
    if kind == "Choice" and not state.get("Choices", True):
        yield f"{SCHEMA}: The field 'Choices' must not be empty at {where}"
    if kind in WITHOUT_NEXT:
        yield from (f"{SCHEMA}: Field '{name}' is not supported at {where}" for name in ENDS if name in state)
    elif "Next" not in state and state.get("End") is not True:
        yield f"{SCHEMA}: Either 'Next' or 'End' is required at {where}"
    elif "Next" in state and state.get("End") is True:
        yield f"{SCHEMA}: Only one of 'Next' and 'End' may be there at {where}"


def _of_numbers(part: Part, where: str) -> Iterator[str]:
    for name, least in LEAST.items():
        value = part.get(name)
        if isinstance(value, int | float) and value < least:
            yield f"{SCHEMA}: Value {value} is less than the minimum of {least:g} at {where}/{name}"


def _of_times(state: Part, where: str) -> Iterator[str]:
    """A heartbeat comes before the time is over: https://states-language.net/spec.html#task-state."""
    beat, limit = state.get("HeartbeatSeconds"), state.get("TimeoutSeconds")
    if isinstance(beat, int) and isinstance(limit, int) and beat >= limit:
        yield f"{SCHEMA}: 'HeartbeatSeconds' must be smaller than 'TimeoutSeconds' at {where}"


def _of_errors(handlers: Any, where: str) -> Iterator[str]:
    """States.ALL stands alone, and last: https://states-language.net/spec.html#errors."""
    for number, one in enumerate(handlers):
        names = one.get("ErrorEquals") or ()
        if "States.ALL" in names and (len(names) > 1 or number + 1 < len(handlers)):
            yield f"{SCHEMA}: States.ALL must appear alone, and last at {where}[{number}]/ErrorEquals"
        yield from _of_numbers(one, f"{where}[{number}]")


def _of_paths(value: Any, where: str) -> Iterator[str]:
    """What is named with `.$` holds a path or a function."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _of_paths(item, f"{where}[{number}]")
    if not isinstance(value, dict):
        return
    for name, member in value.items():
        if not name.endswith(".$"):
            yield from _of_paths(member, f"{where}/{name}")
        elif not isinstance(member, str) or not member.startswith(("$", "States.")):
            yield (
                f"{SCHEMA}: The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function "
                f"call at {where}"
            )
        elif unknown := sorted({*_FUNCTION.findall(member)} - FUNCTIONS):
            yield f"{SCHEMA}: There is no intrinsic function States.{unknown[0]} at {where}/{name}"
