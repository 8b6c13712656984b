"""Which definitions in the Amazon States Language the sandbox does not run, and why.

A machine of such a definition is made, changed and read back; it is not started. Not here: what Step Functions refuses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from patterns.template.states import Part, machines


def unrunnable(text: str) -> str | None:
    """Why the sandbox cannot run a definition that Step Functions takes; None where it can, or cannot read it."""
    try:
        definition: Any = json.loads(text)
    except ValueError:
        return None
    return next(_reasons(definition), None)


def _reasons(machine: Part) -> Iterator[str]:
    for name, state in machine.get("States", {}).items():
        if "ItemBatcher" in state:
            yield f"state {name!r} hands its items on in batches, which the sandbox does not make"
        for _, inner in machines(state):
            yield from _reasons(inner)
