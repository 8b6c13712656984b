"""Bills by hand of what `rates/kms.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import Billed, Costs, Gaps, one

BY_HAND: Costs = {
    "key": (one("AWS::KMS::Key"), {"key": 1, "requests": 0.03}),
    "replica": (one("AWS::KMS::ReplicaKey"), {"key": 1, "requests": 0.03}),
}

UNPRICED: Gaps = {
    "asymmetric key": (
        one("AWS::KMS::Key", KeySpec="RSA_4096"),
        ["requests: the price of requests with a RSA_4096 key is not confirmed"],
    ),
    "key in a store of one's own": (
        one("AWS::KMS::Key", Origin="AWS_CLOUDHSM"),
        ["its store: the price of a key in a store of AWS_CLOUDHSM is not confirmed"],
    ),
}

BILLED: Billed = {
    "AWS::KMS::Key": {
        "keys": "key",
        "rotations": "rotation",
        "requests": "requests",
        "custom stores": "store",
    },
    "AWS::KMS::ReplicaKey": {
        "keys": "key",
        "requests": "requests",
    },
}
