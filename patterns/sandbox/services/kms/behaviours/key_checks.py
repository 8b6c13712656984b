"""KMS looks at what a key is for, whether it can rotate, how long it waits for its end, and the names of aliases.

https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
Not here: key policies (`locked_keys`), and keys whose material is imported or kept elsewhere.
"""

from __future__ import annotations

from typing import Any

from patterns.refusals import kms
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

SHORTEST_WAIT, LONGEST_WAIT = 7, 30
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html"""
MOST_ON_DEMAND = 25
"""https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html"""


def install(account: Account) -> None:
    """Stand before the calls that make keys and aliases, turn keys over, and end them."""
    checks = {
        "CreateKey": _creation,
        "EnableKeyRotation": _rotation,
        "RotateKeyOnDemand": _rotation_on_demand,
        "ScheduleKeyDeletion": _deletion,
        "CreateAlias": _alias,
    }
    account.gateway.judge(account, "kms", checks)


def _creation(account: Account, call: Call) -> None:
    for code, message in kms.usage(call.params):
        raise Refused(code, message, 400)


def _rotation(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html."""
    key = _key(account, call)
    if key.get("KeySpec", kms.SYMMETRIC) != kms.SYMMETRIC:
        told = f"{key['Arn']} is a {key['KeySpec']} key: only keys for symmetric encryption rotate."
        raise Refused("UnsupportedOperationException", told, 400)


def _rotation_on_demand(account: Account, call: Call) -> None:
    _rotation(account, call)
    rotations = account.observer("kms").list_key_rotations(KeyId=call.params["KeyId"])["Rotations"]
    if sum(rotation.get("RotationType") == "ON_DEMAND" for rotation in rotations) >= MOST_ON_DEMAND:
        told = f"A key can be rotated on demand {MOST_ON_DEMAND} times."
        raise Refused("LimitExceededException", told, 400)


def _deletion(account: Account, call: Call) -> None:
    days = call.params.get("PendingWindowInDays")
    if days is not None and not SHORTEST_WAIT <= int(days) <= LONGEST_WAIT:
        told = f"PendingWindowInDays must be between {SHORTEST_WAIT} and {LONGEST_WAIT}, got {days}."
        raise Refused("ValidationException", told, 400)


def _alias(account: Account, call: Call) -> None:
    for code, message in kms.alias(call.params):
        raise Refused(code, message, 400)


def _key(account: Account, call: Call) -> dict[str, Any]:
    """The key, with nothing in it where there is none."""
    client = account.observer("kms")
    try:
        return dict(client.describe_key(KeyId=call.params["KeyId"])["KeyMetadata"])
    except client.exceptions.NotFoundException:
        return {}
