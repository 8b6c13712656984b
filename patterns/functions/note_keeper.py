"""Keep notes in a table: put, get and delete one, each with the right that its role has or lacks.

Not here: what to do about a refusal. It goes to the caller as AWS said it.
"""

from __future__ import annotations

import os
from typing import Any


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer `{"do": "put", "id": ..., "text": ...}`, `{"do": "get", "id": ...}` or `{"do": "delete", "id": ...}`."""
    import boto3

    table, key = boto3.resource("dynamodb").Table(os.environ["TABLE"]), {"id": event["id"]}
    if event["do"] == "put":
        table.put_item(Item={**key, "text": event["text"]})
        return {"kept": event["id"]}
    if event["do"] == "get":
        return {"text": table.get_item(Key=key).get("Item", {}).get("text")}
    if event["do"] == "delete":
        table.delete_item(Key=key)
        return {"gone": event["id"]}
    raise ValueError(f"do = {event['do']!r}: say put, get or delete")
