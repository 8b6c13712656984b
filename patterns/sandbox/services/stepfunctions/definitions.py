"""Which definitions in the Amazon States Language the sandbox does not run, and why.

A machine of such a definition is made, changed and read back; it is not started. Not here: what Step Functions refuses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from patterns.refusals import stepfunctions
from patterns.template.states import Part, machines

problems = stepfunctions.problems


def unrunnable(text: str) -> str | None:
    """Why the sandbox cannot run a definition that Step Functions takes; None where it can, or cannot read it."""
    try:
        definition: Any = json.loads(text)
    except ValueError:
        return None
    if definition.get("QueryLanguage") == "JSONata":
        return "the state machine is written in JSONata, which the sandbox cannot evaluate: use JSONPath"
    return next(_reasons(definition), None)


def _reasons(machine: Part) -> Iterator[str]:
    for name, state in machine.get("States", {}).items():
        if state.get("QueryLanguage") == "JSONata":
            yield f"state {name!r} is written in JSONata, which the sandbox cannot evaluate: use JSONPath"
        if "Assign" in state:
            yield f"state {name!r} assigns variables, which the sandbox does not keep: pass them on as data"
        if "ItemBatcher" in state:
            yield f"state {name!r} hands its items on in batches, which the sandbox does not make"
        for _, inner in machines(state):
            yield from _reasons(inner)
