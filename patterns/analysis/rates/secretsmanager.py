"""Secrets Manager: each secret and each replica by the month, and the calls. A secret that waits for deletion is free.

A replica is billed in its own region; here at the price of the bill's region, which is the same in those AWS lists.
"""

from __future__ import annotations

from patterns.analysis.charges import Billed, Charge, Rate, Uncounted
from patterns.analysis.quantity import Quantity


def replicas(billed: Billed) -> float:
    """How many other regions keep a replica, each billed as a secret."""
    return float(len(billed.value("ReplicaRegions", default=[])))


QUANTITIES: dict[str, Quantity] = {
    "secret_requests": Quantity(
        "Calls for secrets",
        100_000,
        "requests a month",
        "Reads of each secret: those that no cache answers.",
        place=100,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::SecretsManager::Secret": (
        Charge("secret", "secretsmanager.secret", lambda billed: 1.0),
        Charge("replicas", "secretsmanager.secret", replicas),
        Charge("calls", "secretsmanager.requests", lambda billed: billed.used("secret_requests")),
        Uncounted("calls to a key of one's own for it", lambda billed: billed.says("KmsKeyId")),
    )
}
