"""How a state machine takes what another service hands to it: as the input of an execution."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target, require_json


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    require_json(parcel.body)
    client.start_execution(stateMachineArn=arn, input=parcel.body)


TARGET = Target("stepfunctions", "states:StartExecution", _hand, needs_role=True)
