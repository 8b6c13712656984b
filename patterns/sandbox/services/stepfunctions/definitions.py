"""Which definitions in the Amazon States Language the sandbox does not run. Not here: what Step Functions refuses."""

from __future__ import annotations

import json
from typing import Any

from patterns.refusals import stepfunctions
from patterns.sandbox.core.errors import NotSimulated
from patterns.template.states import Part, machines


def problems(text: str) -> list[str]:
    """What is wrong with a definition, as `CODE: message at /place`; raises `NotSimulated` for what cannot run here."""
    if found := stepfunctions.problems(text):
        return found
    definition: Any = json.loads(text)
    if definition.get("QueryLanguage") == "JSONata":
        raise NotSimulated("the state machine is written in JSONata, which the sandbox cannot evaluate: use JSONPath")
    _require_simulated(definition)
    return []


def _require_simulated(machine: Part) -> None:
    for name, state in machine.get("States", {}).items():
        if state.get("QueryLanguage") == "JSONata":
            raise NotSimulated(f"state {name!r} is written in JSONata, which the sandbox cannot evaluate: use JSONPath")
        if "Assign" in state:
            raise NotSimulated(
                f"state {name!r} assigns variables, which the sandbox does not keep: pass them on as data"
            )
        for _, inner in machines(state):
            _require_simulated(inner)
