"""How CloudFormation refuses: codes and words, by what the engine says.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html
"""

from __future__ import annotations

import re

from patterns.sandbox.core.errors import Refused

NOT_HERE = "The sandbox does not do {} of CloudFormation: docs/fidelity.md lists what it does. Nothing was done."
_CAPABILITIES = re.compile(r"Requires capabilities : \[[^\]]*\]")
_PROTECTED = re.compile(r".* cannot be deleted while TerminationProtection is enabled(?=: )")
_THERE = re.compile(r"Stack \[[^\]]*\] already exists$")


def refused(error: Exception) -> Refused:
    """The refusal of a request that the engine refused before it began."""
    said = str(error)
    if match := _CAPABILITIES.match(said):
        return Refused("InsufficientCapabilitiesException", match[0], 400)
    if _THERE.match(said):
        return Refused("AlreadyExistsException", said, 400)
    protected = _PROTECTED.match(said)
    return invalid(protected[0] if protected else said)


def invalid(message: str) -> Refused:
    """CloudFormation's one code for whatever is wrong with a request."""
    return Refused("ValidationError", message, 400)


def too_long(parameter: str, longest: int) -> Refused:
    """The refusal of a value that is too long, as AWS's front end words it."""
    return invalid(
        f"1 validation error detected: Value at '{parameter}' failed to satisfy constraint: Member must have length "
        f"less than or equal to {longest}"
    )
