"""How an event bus takes what another one hands to it: as an event of its own. Buses of one account need no policy."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Parcel, Target


def _hand(account: Account, client: Any, arn: str, parcel: Parcel) -> None:
    event = json.loads(parcel.body)
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "Resources": event["resources"],
        "EventBusName": arn,
    }
    client.put_events(Entries=[entry])


TARGET = Target("events", "events:PutEvents", _hand)
