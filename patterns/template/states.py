"""The Amazon States Language: which states a machine has and where each one leads.

Not here: what is wrong with a definition (`sandbox.definitions`), or what a machine does.
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
    """The machine that an `AWS::StepFunctions::StateMachine` declares; None where the template does not hold it."""
    declared = properties.get("Definition")
    if declared is None and isinstance(text := properties.get("DefinitionString"), str):
        try:
            declared = json.loads(text)
        except ValueError:
            return None
    return declared if isinstance(declared, Mapping) and isinstance(declared.get("States"), Mapping) else None


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
