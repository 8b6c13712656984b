"""What several checks need to know about the state machines of a template and their tasks. Not a check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.checks._references import target
from patterns.template.properties import at, entries, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.states import definition
from patterns.template.values import Unknown

Path = tuple[str | int, ...]
INVOKES = "states:::lambda:invoke"
WAITS = (".sync", ".sync:2", ".waitForTaskToken")


@dataclass(frozen=True)
class Task:
    """A task state of a machine; `path` leads to it in the machine's properties, or to the text that holds it."""

    machine: Resource
    limited: bool
    path: Path
    state: Mapping[str, Any]

    @property
    def place(self) -> tuple[str, Path]:
        """Where a finding about it stands."""
        return self.machine.logical_id, self.path


def machines(resolved: Resolved) -> Iterator[Resource]:
    """The state machines of a template."""
    return of_type(resolved, "AWS::StepFunctions::StateMachine")


def tasks(resolved: Resolved) -> Iterator[Task]:
    """The tasks of every machine whose definition the template holds; `limited` where a whole execution may run out."""
    for machine in machines(resolved):
        written = _readable(machine.properties)
        defined = definition(written)
        if defined is not None:
            inline = "Definition" in written
            start: Path = ("Definition",) if inline else ("DefinitionString",)
            limited = defined.get("TimeoutSeconds") is not None
            for path, state in _tasks(defined, start):
                yield Task(machine, limited, path if inline else start, state)


def calls_function(resolved: Resolved, task: Task) -> bool:
    """Whether a task certainly calls a Lambda function: by its ARN, by a substitution, or by the integration."""
    resource = task.state.get("Resource")
    if isinstance(resource, str) and resource.startswith("${") and resource.endswith("}"):
        resource = at(task.machine.properties, "DefinitionSubstitutions", resource[2:-1])
    found = target(resolved, resource)
    text = str(resource)
    return (found is not None and found.type == "AWS::Lambda::Function") or ":lambda:" in text


def may_wait_for_ever(resolved: Resolved, task: Task) -> bool:
    """Whether a task ends only when somebody else says so: a function, an activity, a job, or a callback."""
    resource = str(task.state.get("Resource"))
    return calls_function(resolved, task) or ":activity:" in resource or resource.endswith(WAITS)


def _readable(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties with a definition that Fn::Sub puts together as the text it is, its variables left in it."""
    text = properties.get("DefinitionString")
    return {**properties, "DefinitionString": text.text} if isinstance(text, Unknown) else properties


def _tasks(machine: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    states = at(machine, "States")
    for name, state in states.items() if isinstance(states, Mapping) else ():
        here: Path = (*path, "States", name)
        if at(state, "Type") == "Task":
            yield here, state
        for number, branch in enumerate(entries(at(state, "Branches"))):
            yield from _tasks(branch, (*here, "Branches", number))
        for field in ("ItemProcessor", "Iterator"):
            yield from _tasks(at(state, field), (*here, field))
