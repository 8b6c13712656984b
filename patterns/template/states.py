"""The Amazon States Language: which states a machine has and where each one leads.

Not here: what is wrong with a definition (`refusals._states_language`), or what a machine does.
https://states-language.net
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Part = Mapping[str, Any]
"""A machine, a state or a rule, as the language writes it."""


class Transition(NamedTuple):
    """One way out of a state: the field that names it, as a path in the state, its target, and when it is taken."""

    field: str
    target: str
    when: str


class Inner(NamedTuple):
    """A machine within a state: the field that holds it, as a path in the state, and the machine."""

    field: str
    machine: Part


def definition(properties: Mapping[str, Any]) -> Part | None:
    """The machine that an `AWS::StepFunctions::StateMachine` declares.

    None where the template does not hold it, and where its parts have not the shape of the language: so whoever reads
    it needs no care. `misshapen` says what is wrong.
    """
    try:
        declared = _declared(properties)
    except ValueError:
        return None
    return declared if isinstance(declared, Mapping) and next(misshapen(declared), None) is None else None


def faults(properties: Mapping[str, Any]) -> list[str]:
    """What keeps a declared machine from being read, as `what is wrong at /place`; nothing where none is declared."""
    try:
        declared = _declared(properties)
    except ValueError as error:
        return [f"it is not JSON: {error}"]
    return [] if declared is None else list(misshapen(declared))


def _declared(properties: Mapping[str, Any]) -> Any:
    declared = properties.get("Definition")
    if declared is None and isinstance(text := properties.get("DefinitionString"), str):
        try:
            return json.loads(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None
    return declared


_SHAPES: Mapping[str, tuple[type, str]] = {
    "Next": (str, "a name"),
    "Default": (str, "a name"),
    "Choices": (list, "a list"),
    "Catch": (list, "a list"),
    "Retry": (list, "a list"),
    "Branches": (list, "a list"),
}
"""Fields of a state, and what they hold."""

MAX_DEPTH = 20
"""Machines inside each other; the language sets no limit, and nobody has come near this."""


def misshapen(machine: Any, place: str = "", depth: int = 0) -> Iterator[str]:
    """What in a machine has not the shape of the language, as `what is wrong at /place`."""
    if depth > MAX_DEPTH:
        yield f"Machines are nested deeper than {MAX_DEPTH} at {place}"
    elif not isinstance(machine, Mapping) or not isinstance(machine.get("States"), Mapping):
        yield f"These fields are required: [States] at {place or '/'}"
    elif not isinstance(machine.get("StartAt", ""), str):
        yield f"It must be a name at {place}/StartAt"
    else:
        for name, state in machine["States"].items():
            where = f"{place}/States/{name}"
            if not 1 <= len(name) <= MAX_NAME:
                yield f"A state's name must have 1 to {MAX_NAME} characters at {where}"
            yield from _misshapen_state(state, where, depth)


MAX_NAME = 80


def _misshapen_state(state: Any, where: str, depth: int) -> Iterator[str]:
    if not isinstance(state, Mapping):
        yield f"A state must be an object at {where}"
        return
    wrong = [name for name, (kind, _) in _SHAPES.items() if name in state and not isinstance(state[name], kind)]
    for name in wrong:
        yield f"It must be {_SHAPES[name][1]} at {where}/{name}"
    for field in ("Choices", "Catch", "Retry"):
        for number, rule in enumerate(state.get(field, []) if field not in wrong else []):
            if not isinstance(rule, Mapping) or not isinstance(rule.get("Next", ""), str):
                yield f"A rule must be an object, and what it names a name at {where}/{field}[{number}]"
            else:
                yield from _misshapen_rule(rule, f"{where}/{field}[{number}]", 0)
    if "Branches" not in wrong:
        for inner_field, inner in machines(state):
            yield from misshapen(inner, f"{where}/{inner_field}", depth + 1)


def _misshapen_rule(rule: Any, where: str, depth: int) -> Iterator[str]:
    """What in a rule of a choice, or of a list of errors, cannot be read."""
    if not isinstance(rule, Mapping) or depth > MAX_DEPTH:
        yield f"A rule must be an object, and not nested deeper than {MAX_DEPTH} at {where}"
        return
    errors = rule.get("ErrorEquals", [])
    if not isinstance(errors, list) or not all(isinstance(error, str) for error in errors):
        yield f"It must be a list of names at {where}/ErrorEquals"
    for name in ("And", "Or"):
        if not isinstance(rule.get(name, []), list):
            yield f"It must be a list at {where}/{name}"
        else:
            for number, inner in enumerate(rule.get(name, [])):
                yield from _misshapen_rule(inner, f"{where}/{name}[{number}]", depth + 1)
    if "Not" in rule:
        yield from _misshapen_rule(rule["Not"], f"{where}/Not", depth + 1)


def transitions(state: Part) -> Iterator[Transition]:
    """Every way out of a state, in the order in which the language tries them."""
    if "Next" in state:
        yield Transition("Next", state["Next"], "")
    for number, rule in enumerate(state.get("Choices", [])):
        if "Next" in rule:
            yield Transition(f"Choices[{number}]/Next", rule["Next"], condition(rule))
    if "Default" in state:
        yield Transition("Default", state["Default"], "otherwise")
    for number, rule in enumerate(state.get("Catch", [])):
        if "Next" in rule:
            yield Transition(f"Catch[{number}]/Next", rule["Next"], ", ".join(rule.get("ErrorEquals", [])))


def machines(state: Part) -> Iterator[Inner]:
    """The machines within a state: the branches of a Parallel, the processor of a Map."""
    for number, branch in enumerate(state.get("Branches", [])):
        yield Inner(f"Branches[{number}]", branch)
    for field in ("ItemProcessor", "Iterator"):
        if field in state:
            yield Inner(field, state[field])


def condition(rule: Part) -> str:
    """A choice's rule in a few words: `permit is call`, `not (n > 3)`."""
    if "Condition" in rule:
        return str(rule["Condition"])
    for name, word in (("And", " and "), ("Or", " or ")):
        if name in rule:
            return word.join(condition(one) for one in rule[name])
    if "Not" in rule:
        return f"not ({condition(rule['Not'])})"
    what = str(rule.get("Variable", "")).removeprefix("$.").rpartition(".")[2]
    for name, value in rule.items():
        if name not in {"Variable", "Next", "Comment", "Assign", "Output"}:
            return f"{what} {_comparison(name)} {_operand(value)}".strip()
    return what


SIGNS = {
    "Equals": "is",
    "LessThan": "<",
    "GreaterThan": ">",
    "LessThanEquals": "\N{LESS-THAN OR EQUAL TO}",
    "GreaterThanEquals": "\N{GREATER-THAN OR EQUAL TO}",
    "Matches": "matches",
}
KINDS = ("String", "Numeric", "Boolean", "Timestamp")


def _comparison(name: str) -> str:
    """`StringEquals` as "is", `NumericLessThanPath` as "<", `IsPresent` as itself."""
    bare = name.removesuffix("Path")
    for kind in KINDS:
        bare = bare.removeprefix(kind)
    return SIGNS.get(bare, name)


def _operand(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
