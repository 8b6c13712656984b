"""What Lambda refuses of an alias that shares its calls between two versions.

https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.aws_lambda.settings import INVALID, VALIDATION

LATEST = "$LATEST"


def wrong_provision(provisioned: Mapping[str, Any] | None, version: str | None) -> Iterator[Refusal]:
    """Capacity kept ready for what no version is: https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html.

    In the words of https://github.com/hashicorp/terraform-provider-aws/issues/12120.
    """
    if provisioned and version == LATEST:
        yield INVALID, "Provisioned Concurrency Configs cannot be applied to unpublished function versions."


def wrong_routing(routing: Mapping[str, Any] | None, version: str | None) -> Iterator[Refusal]:
    """What is wrong with the weights of an alias of this version."""
    weights = (routing or {}).get("AdditionalVersionWeights") or {}
    if len(weights) > 1:
        yield INVALID, "Number of items in AdditionalVersionWeights cannot be greater than 1"
    for other, share in weights.items():
        if LATEST in (other, version):
            message = f"{LATEST} is not supported for an alias pointing to more than 1 version"
            yield INVALID, message
        if other == version:
            message = (
                f"Invalid function version {other}. Function version {other} is already included in routing "
                "configuration."
            )
            yield INVALID, message
        if not 0 <= float(share) <= 1:
            said = "Map value must satisfy constraint: [Member must have value between 0.0 and 1.0]"
            message = (
                f"1 validation error detected: Value '{{{other}={share}}}' at 'routingConfig.additionalVersionWeights' "
                f"failed to satisfy constraint: {said}"
            )
            yield VALIDATION, message
