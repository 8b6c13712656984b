"""Bills by hand of what `rates/secretsmanager.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, one

BY_HAND: Costs = {
    "secret": (one("AWS::SecretsManager::Secret"), {"secret": 0.40, "calls": 0.50}),
    "secret with replicas": (
        one("AWS::SecretsManager::Secret", ReplicaRegions=[{"Region": "eu-west-1"}, {"Region": "us-west-2"}]),
        {"secret": 0.40, "replicas": 0.80, "calls": 0.50},
    ),
}

BILLED: Billed = {
    "AWS::SecretsManager::Secret": {
        "secrets": "secret",
        "replicas": "replicas",
        "calls": "calls",
        "KMS": "key",
    },
}
