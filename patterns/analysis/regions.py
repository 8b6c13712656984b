"""The regions of AWS by name: what a price can be asked for. Not here: which of them have prices."""

from __future__ import annotations

import difflib

NAMES = (
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1",
    "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1",
    "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1", "us-east-2",
    "us-gov-east-1", "us-gov-west-1", "us-west-1", "us-west-2",
)  # fmt: skip
"""https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, with China, GovCloud and the
sovereign cloud, which have accounts of their own."""


def why_no_region(name: object) -> str | None:
    """What is wrong with the name of a region, and the nearest there is; None for a right one."""
    if name in NAMES:
        return None
    near = difflib.get_close_matches(str(name), NAMES, n=1)
    return f"there is no region {name!r}: " + (f"did you mean {near[0]}?" if near else f"there are {', '.join(NAMES)}")
