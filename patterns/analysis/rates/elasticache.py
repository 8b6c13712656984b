"""ElastiCache: nodes by the hour. No price of a node is confirmed twice."""

from __future__ import annotations

from patterns.analysis.charges import Billed, Gap, Rate


def nodes(billed: Billed) -> str | None:
    """Why the nodes of a cache have no price."""
    return f"no price of {billed.value('CacheNodeType', default='its nodes')} is confirmed"


RATES: dict[str, Rate] = {"AWS::ElastiCache::ReplicationGroup": (Gap("nodes", nodes),)}
