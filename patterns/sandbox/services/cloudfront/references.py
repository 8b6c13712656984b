"""What a distribution names of CloudFront's own: controls, identities, policies, functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NAMING = frozenset({"OriginAccessControlId", "CachePolicyId", "FunctionARN", "OriginAccessIdentity"})


def uses(config: Any) -> set[str]:
    """The ids, and the ARNs of functions, that a configuration in the API's shape names."""
    if isinstance(config, Mapping):
        own = {str(value).rpartition("origin-access-identity/cloudfront/")[2] for name, value in config.items()
               if name in NAMING and value}  # fmt: skip
        return own.union(*(uses(value) for value in config.values()))
    return set().union(*(uses(one) for one in config)) if isinstance(config, list | tuple) else set()
