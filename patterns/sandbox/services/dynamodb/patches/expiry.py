"""The items of a table whose attribute says when they end, as moto's DynamoDB keeps them. When is decided elsewhere.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

Key = tuple[Any, Any]
"""Moto's own hash and range key of one item; the second is None in a table without a range key."""

BY_EXPIRY = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}

_expiring: ContextVar[bool] = ContextVar("expiring", default=False)


def apply() -> None:
    """Let the stream's record of an item that ended by itself say so."""
    from moto.dynamodb.models.table import StreamRecord

    made = StreamRecord.__init__

    def make(self: Any, *args: Any, **kwargs: Any) -> None:
        made(self, *args, **kwargs)
        if _expiring.get():
            self.record["userIdentity"] = BY_EXPIRY

    StreamRecord.__init__ = make


class Items:
    """The items of one table; of a table that is gone, none."""

    def __init__(self, account_id: str, region: str, table_name: str) -> None:
        from moto.dynamodb.models import dynamodb_backends

        self._backend = dynamodb_backends[account_id][region]
        self.name = table_name

    @property
    def _table(self) -> Any:
        return self._backend.tables.get(self.name)

    def attribute(self) -> str | None:
        """The name of the attribute by which items end; None while that is off."""
        ttl = self._table.ttl if self._table else {}
        return str(ttl["AttributeName"]) if ttl.get("TimeToLiveStatus") == "ENABLED" else None

    def all_keys(self) -> Iterator[Key]:
        """The keys of all items."""
        for item in self._table.all_items() if self._table else ():
            yield item.hash_key, item.range_key

    def key(self, given: Mapping[str, Any]) -> Key:
        """The key that an item, or the `Key` of a call, names."""
        named: Key = self._backend.get_keys_value(self._table, given)
        return named

    def ends(self, key: Key) -> float | None:
        """The second since 1970 that the item of this key names as its end; None where it names none."""
        item = self._table.get_item(*key) if self._table else None
        value = item.attrs.get(self.attribute()) if item else None
        return float(value.value) if value is not None and value.is_number() else None

    def remove(self, key: Key) -> None:
        """Drop an item as the service itself does."""
        with _as_service():
            self._table.delete_item(*key)


@contextmanager
def _as_service() -> Iterator[None]:
    token = _expiring.set(True)
    try:
        yield
    finally:
        _expiring.reset(token)
