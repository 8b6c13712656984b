"""Items of a table end when the attribute says so that the table's time to live names.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
DynamoDB takes some days to remove what has ended, so that a reader has to leave it out; here it goes on the second.
Not modelled: items written by statements in PartiQL, which the sandbox does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.due_queue import Agenda
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.dynamodb.patches.expiry import Items, Key

OLDEST = timedelta(days=5 * 365)
"""What ended longer ago is taken for a mistake and kept: .../developerguide/time-to-live-ttl-before-you-start.html."""
WRITES = ("BatchWriteItem", "PutItem", "TransactWriteItems", "UpdateItem")


def install(account: Account) -> None:
    """Watch for the first table whose items end; only then follow what is written."""
    expiry = Expiry(account)
    for operation in ("UpdateTimeToLive", "DeleteTable"):
        account.gateway.subscribe(Stage.CONSEQUENCES, expiry.changed, service="dynamodb", operation=operation)


class Expiry:
    """The tables of one account whose items end."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._tables: dict[tuple[str, str], _Table] = {}
        self._following = False

    def changed(self, call: Call) -> None:
        """Begin anew with a table, or leave it alone."""
        name = _name(call.params["TableName"])
        if known := self._tables.pop((call.region, name), None):
            known.forget()
        items = Items(self._account.account_id, call.region, name)
        if items.attribute() is None:
            return
        self._follow()
        self._tables[call.region, name] = table = _Table(self._account, items)
        table.plan_all()

    def _follow(self) -> None:
        if self._following:
            return
        self._following = True
        for operation in WRITES:
            self._account.gateway.subscribe(Stage.CONSEQUENCES, self._written, service="dynamodb", operation=operation)

    def _written(self, call: Call) -> None:
        for name, given in _items(call.params):
            if table := self._tables.get((call.region, _name(name))):
                table.plan(given)


class _Table:
    """When the items of one table end."""

    def __init__(self, account: Account, items: Items) -> None:
        self._account = account
        self._items = items
        self._agenda: Agenda[Key] = Agenda(account.clock, self._due, "an item that ends")
        self.forget = self._agenda.clear

    def plan(self, given: dict[str, Any]) -> None:
        """Note when the item ends that was written; `given` holds its key."""
        self._plan(self._items.key(given))

    def plan_all(self) -> None:
        """Note when each item ends."""
        for key in self._items.all_keys():
            self._plan(key)

    def _plan(self, key: Key) -> None:
        ends = self._ends(key)
        if ends is None:
            self._agenda.drop(key)
        else:
            self._agenda.set(key, max(ends, self._account.clock.now))

    def _due(self, key: Key) -> None:
        ends = self._ends(key)
        if ends and ends <= self._account.clock.now:
            with self._account.chance.drawing("expiry", str(key), str(ends)):
                self._items.remove(key)
            self._account.timeline.note("table", self._items.name, "expired an item", "its time to live was over")

    def _ends(self, key: Key) -> datetime | None:
        """When the item ends, in whole seconds; None if it does not, or did so too long ago, or after all time."""
        seconds = self._items.ends(key)
        if seconds is None or seconds < (self._account.clock.now - OLDEST).timestamp():
            return None
        try:
            return datetime.fromtimestamp(int(seconds), UTC)
        except (OverflowError, ValueError):
            return None


def _items(params: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(table, item or key) for each that the call has written."""
    if "TableName" in params:
        yield params["TableName"], params.get("Item") or params["Key"]
    for name, requests in params.get("RequestItems", {}).items():
        yield from ((name, request["PutRequest"]["Item"]) for request in requests if "PutRequest" in request)
    for one in params.get("TransactItems", []):
        for action in (one[kind] for kind in ("Put", "Update") if kind in one):
            yield action["TableName"], action.get("Item") or action["Key"]


def _name(table: str) -> str:
    """The name of a table, which calls may name by its ARN."""
    return table.rpartition("/")[2]
