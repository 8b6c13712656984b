"""Kinesis looks for the key before it encrypts a stream with it.

https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call

OF_AWS = "alias/aws/"
"""Begins the names of keys that AWS makes when they are first used."""


def install(account: Account) -> None:
    """Stand before the call that begins encryption."""
    account.gateway.judge(account, "kinesis", {"StartStreamEncryption": _key})


def _key(account: Account, call: Call) -> None:
    key, client = call.params["KeyId"], account.observer("kms")
    if OF_AWS in key:
        return
    try:
        client.describe_key(KeyId=key)
    except client.exceptions.NotFoundException as missing:
        raise Refused("KMSNotFoundException", str(missing.response["Error"]["Message"]), 400) from None
