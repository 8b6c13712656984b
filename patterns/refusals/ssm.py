"""What Parameter Store refuses of a parameter: its name, its size and its pattern.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
Not here: images, whose ids AWS looks up in the background, and policies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

MOST_LEVELS = 15
STANDARD_SIZE, ADVANCED_SIZE = 4096, 8192
_IMAGE = re.compile(r"ami-([0-9a-f]{8}|[0-9a-f]{17})|\{\{.*\}\}")
_NAME = re.compile(r"[a-zA-Z0-9_.\-/]+")
MIXTURE = (
    'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of '
    "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 "
    "symbols .-_"
)
LEVELS = (
    f"A hierarchy can have a maximum of {MOST_LEVELS} levels. For more information, see Requirements and constraints "
    "for parameter names in the AWS Systems Manager User Guide."
)
STANDARD = (
    f"Standard tier parameters support a maximum parameter value of {STANDARD_SIZE} characters. To create a larger "
    "parameter value, upgrade the parameter to use the advanced-parameter tier."
)
ADVANCED = f"Advanced tier parameters support a maximum parameter value of {ADVANCED_SIZE} characters."


RESERVED = ("aws", "ssm")
EMPTY = (
    "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater "
    "than or equal to 1"
)
PREFIXED = 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'


def name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a parameter."""
    named = asked.get("Name")
    if named is None:
        return
    # A parameter may be named by its ARN: what comes after "parameter" is its name.
    named = named.partition(":parameter")[2] if named.startswith("arn:") else named
    if not _NAME.fullmatch(named):
        yield "ValidationException", MIXTURE
    first = named.removeprefix("/").lower()
    if named.startswith("/") and first.startswith(RESERVED):
        yield "AccessDeniedException", f"No access to reserved parameter name: {named}."
    elif first.startswith(RESERVED):
        yield "ValidationException", PREFIXED
    if "/" in named and not named.startswith("/"):
        yield "ValidationException", "Parameter name must be a fully qualified name."
    if named.count("/") > MOST_LEVELS:
        yield "HierarchyLevelLimitExceededException", LEVELS


def size(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the length of its value."""
    if asked.get("Value") == "":
        yield "ValidationException", EMPTY
    tier, given = asked.get("Tier") or "Standard", len(str(asked.get("Value", "")).encode())
    if tier == "Standard" and given > STANDARD_SIZE:
        yield "ValidationException", STANDARD
    if given > ADVANCED_SIZE:
        yield "ValidationException", ADVANCED


def pattern(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A value that its own pattern does not take."""
    yield from _wrong_pattern(asked.get("AllowedPattern"), str(asked.get("Value", "")))


def _wrong_pattern(pattern: str | None, value: str) -> Iterator[Refusal]:
    if not pattern:
        return
    try:
        fits = re.search(pattern, value)
    except re.error:
        yield "InvalidAllowedPatternException", f"The allowed pattern {pattern} is no regular expression."
        return
    if not fits:
        told = f"Parameter value, cannot be validated against allowedPattern: {pattern}"
        yield "ParameterPatternMismatchException", told


NO_POLICIES = ("", "[]", "{}", "[{}]")
"""What takes the policies of a parameter away."""


def policies(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html; in our words."""
    if asked.get("Policies") not in (None, *NO_POLICIES) and (asked.get("Tier") or "Standard") == "Standard":
        yield "ValidationException", "Parameter policies are only supported for parameters of the advanced tier."


def image(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A value that is no image's id: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-ec2-aliases.html.

    Whether there is such an image, Parameter Store asks later, and tells EventBridge; the words are ours.
    """
    if asked.get("DataType") == "aws:ec2:image" and not _IMAGE.fullmatch(asked.get("Value") or ""):
        yield "ValidationException", f"Parameter value {asked.get('Value')} is not a valid image id for aws:ec2:image."


PARAMETER: tuple[Question, ...] = (name, size, pattern, policies, image)
TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::SSM::Parameter": PARAMETER}
