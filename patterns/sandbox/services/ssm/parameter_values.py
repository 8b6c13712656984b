"""What the parameter store holds, for the values of a template's parameters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account

AT_ONCE = 10
"""https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html"""


def stored(account: Account, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The parameters of the store, by the name asked for; those it does not have are left out."""
    asked = list(dict.fromkeys(names))
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(asked), AT_ONCE):
        try:
            answer = account.observer("ssm").get_parameters(Names=asked[start : start + AT_ONCE])
        except ClientError as error:
            if error.response["Error"]["Code"] not in ("ValidationException", "ParameterNotFound"):
                raise
            continue
        found |= {entry["Name"] + entry.get("Selector", ""): entry for entry in answer["Parameters"]}
    return found


def _names(account: Account, asked: list[str]) -> set[str]:
    return set(stored(account, asked))


VALUES = {"AWS::SSM::Parameter::Name": _names}
