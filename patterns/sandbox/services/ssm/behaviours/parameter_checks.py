"""Parameter Store looks at name, size and pattern of a parameter before it keeps it.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
Not here: images, whose ids AWS looks up in the background, and policies, which do nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

MOST_LEVELS = 15
STANDARD_SIZE, ADVANCED_SIZE = 4096, 8192
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


def install(account: Account) -> None:
    """Stand before the call that keeps a parameter."""
    account.gateway.judge(account, "ssm", {"PutParameter": _check})


def _check(account: Account, call: Call) -> None:
    for code, message in _wrong(call.params):
        raise Refused(code, message, 400)


def _wrong(asked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    name, value = str(asked["Name"]), str(asked.get("Value", ""))
    # A parameter may be named by its ARN: what comes after "parameter" is its name.
    name = name.partition(":parameter")[2] if name.startswith("arn:") else name
    if not _NAME.fullmatch(name):
        yield "ValidationException", MIXTURE
    if "/" in name and not name.startswith("/"):
        yield "ValidationException", "Parameter name must be a fully qualified name."
    if name.count("/") > MOST_LEVELS:
        yield "HierarchyLevelLimitExceededException", LEVELS
    tier, size = asked.get("Tier") or "Standard", len(value.encode())
    if tier == "Standard" and size > STANDARD_SIZE:
        yield "ValidationException", STANDARD
    if size > ADVANCED_SIZE:
        yield "ValidationException", ADVANCED
    yield from _wrong_pattern(asked.get("AllowedPattern"), value)


def _wrong_pattern(pattern: str | None, value: str) -> Iterator[tuple[str, str]]:
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
