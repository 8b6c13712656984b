"""The classes of database instances that there are, by family: data of one day, with where it comes from.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html, as cfn-lint's schemas list
them for all regions together. Not here: which engine, version and region offers which.
"""

from __future__ import annotations

_SMALL = "micro small medium large xlarge 2xlarge"
_TO_16 = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"
_TO_24 = f"{_TO_16} 24xlarge"
_TO_32 = f"{_TO_24} 32xlarge metal"
_TO_48 = f"{_TO_24} 48xlarge"
_TO_96 = f"{_TO_48} 32xlarge 96xlarge metal-48xl metal-96xl"

SIZES = {
    family: frozenset(sizes.split())
    for families, sizes in {
        "t1": "micro",
        "t2 t3 t4g": _SMALL,
        "m1": "small medium large xlarge",
        "m2": "xlarge 2xlarge 4xlarge",
        "m3": "medium large xlarge 2xlarge",
        "m4": "large xlarge 2xlarge 4xlarge 10xlarge 16xlarge",
        "r3": "large xlarge 2xlarge 4xlarge 8xlarge",
        "r4": "large xlarge 2xlarge 4xlarge 8xlarge 16xlarge",
        "m6g m6gd m7g r6g r6gd r7g x2g": _TO_16,
        "m5 m5d r5 r5b r5d": _TO_24,
        "m6i m6id m6idn m6in r6i r6id r6idn r6in": _TO_32,
        "m7i r7i": f"{_TO_48} metal-24xl metal-48xl",
        "m8a m8g m8gd m9g r8a r8g r8gd": _TO_48,
        "m8i r8i": _TO_96,
        "x1": "16xlarge 32xlarge",
        "x1e": "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 32xlarge",
        "x2idn": "16xlarge 24xlarge 32xlarge metal",
        "x2iedn x2m": "xlarge 2xlarge 4xlarge 8xlarge 16xlarge 24xlarge 32xlarge metal",
        "x2iezn": "2xlarge 4xlarge 6xlarge 8xlarge 12xlarge metal",
        "z1d": "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge",
    }.items()
    for family in families.split()
}

WITH_MORE_MEMORY = frozenset({"r5", "r5b", "r6i", "r7i"})
"""Families with sizes such as `db.r5.large.tpc1.mem2x`, for Oracle."""

SERVERLESS = "db.serverless"


def is_class(name: str) -> bool:
    """Whether there is an instance class of this name in any engine."""
    if name == SERVERLESS:
        return True
    parts = name.split(".")
    if len(parts) < 3 or parts[0] != "db" or parts[1] not in SIZES:
        return False
    has_more_memory = len(parts) == 5 and parts[1] in WITH_MORE_MEMORY
    return has_more_memory or (len(parts) == 3 and parts[2] in SIZES[parts[1]])
