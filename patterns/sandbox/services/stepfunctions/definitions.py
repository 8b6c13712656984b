"""What Step Functions refuses about a definition in the Amazon States Language before it runs. Not how one runs.

Codes as in https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html,
whose wording AWS does not promise. Not modelled: the fields each kind of state takes, which moto's parser knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from patterns.sandbox.core.errors import NotSimulated
from patterns.template.states import Part, machines, misshapen, transitions

WITHOUT_NEXT = ("Choice", "Succeed", "Fail")


def problems(text: str) -> list[str]:
    """What is wrong with a definition, as `CODE: message at /place`; raises `NotSimulated` for what cannot run here."""
    try:
        definition = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [f"INVALID_JSON_DESCRIPTION: {error}"]
    if wrong := list(misshapen(definition)):
        return [f"SCHEMA_VALIDATION_FAILED: {what}" for what in wrong]
    if definition.get("QueryLanguage") == "JSONata":
        raise NotSimulated("the state machine is written in JSONata, which the sandbox cannot evaluate: use JSONPath")
    return list(_of_machine(definition, ""))


def _of_machine(machine: Part, place: str) -> Iterator[str]:
    states = machine.get("States", {})
    reached = {machine.get("StartAt")}
    if machine.get("StartAt") not in states:
        yield f"MISSING_TRANSITION_TARGET: Missing 'StartAt' target: {machine.get('StartAt')} at {place}/StartAt"
    for name, state in states.items():
        where = f"{place}/States/{name}"
        _require_simulated(name, state)
        yield from _of_state(state, where)
        for field, target, _ in transitions(state):
            reached.add(target)
            if target not in states:
                yield f"MISSING_TRANSITION_TARGET: Missing 'Next' target: {target} at {where}/{field}"
        for field, inner in machines(state):
            yield from _of_machine(inner, f"{where}/{field}")
    for name in (name for name in states if name not in reached):
        yield f'MISSING_TRANSITION_TARGET: State "{name}" is not reachable. at {place}/States/{name}'


def _of_state(state: Part, where: str) -> Iterator[str]:
    resource = state.get("Resource", "arn:")
    if not str(resource).startswith("arn:"):
        yield f"SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at {where}/Resource"
    if state.get("Type") not in WITHOUT_NEXT and "Next" not in state and state.get("End") is not True:
        yield f"SCHEMA_VALIDATION_FAILED: Either 'Next' or 'End' is required at {where}"
    for field in ("Catch", "Retry"):
        yield from _of_errors(state.get(field) or (), f"{where}/{field}")
    for field in ("Parameters", "ResultSelector", "ItemSelector"):
        yield from _of_paths(state.get(field), f"{where}/{field}")


def _of_errors(handlers: Any, where: str) -> Iterator[str]:
    """States.ALL stands alone, and last: https://states-language.net/spec.html#errors."""
    for number, one in enumerate(handlers):
        names = one.get("ErrorEquals") or ()
        if "States.ALL" in names and (len(names) > 1 or number + 1 < len(handlers)):
            yield f"SCHEMA_VALIDATION_FAILED: States.ALL must appear alone, and last at {where}[{number}]/ErrorEquals"


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
                f"SCHEMA_VALIDATION_FAILED: The value for the field '{name}' must be a valid JSONPath or a valid "
                f"intrinsic function call at {where}"
            )


def _require_simulated(name: str, state: Part) -> None:
    if state.get("QueryLanguage") == "JSONata":
        raise NotSimulated(f"state {name!r} is written in JSONata, which the sandbox cannot evaluate: use JSONPath")
    if "Assign" in state:
        raise NotSimulated(f"state {name!r} assigns variables, which the sandbox does not keep: pass them on as data")
