"""What Lambda refuses of an alias that shares its calls between two versions.

https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.errors import Refused
from patterns.sandbox.services.aws_lambda.settings_rules import INVALID, VALIDATION

LATEST = "$LATEST"


def refuse_routing(routing: Mapping[str, Any] | None, version: str | None) -> None:
    """Raise `Refused` for weights that no alias of this version can have."""
    weights = (routing or {}).get("AdditionalVersionWeights") or {}
    if len(weights) > 1:
        raise Refused(INVALID, "Number of items in AdditionalVersionWeights cannot be greater than 1", 400)
    for other, share in weights.items():
        if LATEST in (other, version):
            message = f"{LATEST} is not supported for an alias pointing to more than 1 version"
            raise Refused(INVALID, message, 400)
        if other == version:
            message = (
                f"Invalid function version {other}. Function version {other} is already included in routing "
                "configuration."
            )
            raise Refused(INVALID, message, 400)
        if not 0 <= float(share) <= 1:
            said = "Map value must satisfy constraint: [Member must have value between 0.0 and 1.0]"
            message = (
                f"1 validation error detected: Value '{{{other}={share}}}' at 'routingConfig.additionalVersionWeights' "
                f"failed to satisfy constraint: {said}"
            )
            raise Refused(VALIDATION, message, 400)
