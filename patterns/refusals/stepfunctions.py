"""What Step Functions refuses of a machine for its type.

https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html: Express machines have neither `.sync`
nor `.waitForTaskToken`. In which words they are refused no page says. Not here: definitions on their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

WAITS = re.compile(r'"Resource"\s*:\s*"[^"]+\.(?P<how>sync(?::2)?|waitForTaskToken)"')


def express(definition: str, kind: str) -> Iterator[Refusal]:
    """A task that an Express machine cannot wait for."""
    found = WAITS.search(definition) if kind == "EXPRESS" else None
    if found:
        told = f"Express state machines do not support '.{found['how']}'"
        yield "InvalidDefinition", f"Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: {told}'"


def _machine(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    written = asked.get("DefinitionString")
    if written is None and asked.get("Definition") is not None:
        written = json.dumps(asked["Definition"])
    if written is not None:
        yield from express(written, asked.get("StateMachineType") or "STANDARD")


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::StepFunctions::StateMachine": (_machine,)}
