"""What IAM refuses of a policy before it reads a statement. Not here: statements, which each service judges.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal


def document(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a policy that is written as text: it has to be a JSON object."""
    text = asked.get("PolicyDocument")
    if not isinstance(text, str):
        return
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False
    if not is_object:
        yield "MalformedPolicyDocument", "Syntax errors in policy."


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::IAM::ManagedPolicy": (document,)}
