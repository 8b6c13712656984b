"""Pages of answers: so many at once, and a token for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from patterns.sandbox.services.cloudformation.refusals import invalid

AT_ONCE = 100


def page(items: Sequence[Any], params: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The items from where the request's token says, under this name. Raises `Refused` for any other token."""
    token = str(params.get("NextToken") or "0")
    if not token.isascii() or not token.isdigit() or int(token) > len(items):
        raise invalid("The NextToken is invalid.")
    start = int(token)
    end = start + AT_ONCE
    more = {"NextToken": str(end)} if end < len(items) else {}
    return {name: items[start:end], **more}
