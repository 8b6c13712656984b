"""EventBridge looks at buses before it deletes them, and at archives before it makes them.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.events.patches import kept


def install(account: Account) -> None:
    """Stand before the calls."""
    account.gateway.judge(account, "events", {"CreateArchive": _archive, "DeleteEventBus": _deleted})


def _deleted(account: Account, call: Call) -> None:
    name = str(call.params.get("Name"))
    if kept.rules(account.account_id, call.region, name):
        raise Refused("ValidationException", f"Event bus {name} can't be deleted since it has rules.", 400)


def _archive(account: Account, call: Call) -> None:
    source = str(call.params.get("EventSourceArn"))
    if ":event-bus/" not in source:
        message = f"Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN: {source}"
        raise Refused("ValidationException", message, 400)
