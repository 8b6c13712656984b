"""KMS: each key by the month, its first two rotations, and the requests made with it directly.

What a bucket asks of KMS stands with the bucket. Prorated by the hour by AWS; here by the whole month.
"""

from __future__ import annotations

import math

from patterns.analysis.charges import Billed, Charge, Gap, Rate, Unpriceable
from patterns.analysis.prices import factor
from patterns.analysis.quantity import DAYS_A_MONTH, Quantity

SYMMETRIC = "SYMMETRIC_DEFAULT"


def rotations(billed: Billed) -> float:
    """Rotations before the month of the bill that AWS still charges for."""
    if not billed.is_on("EnableKeyRotation"):
        return 0.0
    period = billed.number("RotationPeriodInDays", default=factor("kms.rotation-days"))
    passed = billed.days - DAYS_A_MONTH
    return min(math.floor(passed / period + 1e-9), factor("kms.rotations-billed"))


def requests(billed: Billed) -> float:
    """Requests with a symmetric key, the only ones whose price is confirmed."""
    spec = billed.value("KeySpec", default=SYMMETRIC)
    if spec != SYMMETRIC:
        raise Unpriceable(f"the price of requests with a {spec} key is not confirmed")
    return billed.used("kms_requests")


def own_store(billed: Billed) -> str | None:
    """Why a key in a store of one's own has no price: a store of CloudHSM is paid by its own instances."""
    origin = billed.value("Origin", default="AWS_KMS")
    own = origin in ("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")
    return f"the price of a key in a store of {origin} is not confirmed" if own else None


QUANTITIES: dict[str, Quantity] = {
    "kms_requests": Quantity(
        "Calls with keys",
        10_000,
        "requests a month",
        "Your own calls with each key, besides those of buckets.",
        place=50,
    ),
}

RATES: dict[str, Rate] = {
    "AWS::KMS::Key": (
        Charge("key", "kms.key", lambda billed: 1.0),
        Charge("key material kept after rotation", "kms.rotation", rotations),
        Charge("requests", "kms.requests", requests),
        Gap("its store", own_store),
    ),
    "AWS::KMS::ReplicaKey": (
        Charge("key", "kms.key", lambda billed: 1.0),
        Charge("requests", "kms.requests", lambda billed: billed.used("kms_requests")),
    ),
}
