"""What the two kinds of filter of a log group share: both are known by group and name, which together are the id."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import HandlerError, Target
from patterns.sandbox.provider.listed import ListedProvider


class Filter(ListedProvider):
    """A filter; `Ref` gives its name."""

    service = "logs"
    gone = frozenset({"ResourceNotFoundException"})

    def create(self, target: Target) -> str:
        """Put the filter; raises `HandlerError` where the group has one of its name, which the service would change."""
        group = target.properties["LogGroupName"]
        name = target.properties.get("FilterName") or target.name(longest=512)
        physical_id = f"{group}|{name}"
        if physical_id in self.entries(target.account, [target]):
            message = f"Resource of type '{self.type}' with identifier '{physical_id}' already exists."
            raise HandlerError("AlreadyExists", message)
        self._write(target, group, name)
        return physical_id

    def put_again(self, target: Target, old: Any) -> None:
        """Put the whole filter: the call forgets what it is not told."""
        self._write(target, *target.physical_id.split("|", 1))

    def _write(self, target: Target, group: str, name: str) -> None:
        rows = [row for row in self.properties if row.create and row.name in target.properties]
        given = {row.create: row.to_service(target.properties[row.name]) for row in rows if row.create}
        client = target.account.administrator("logs")
        getattr(client, self.creation)(**given | {"logGroupName": group, "filterName": name})

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and name."""
        group, name = target.physical_id.split("|", 1)
        return {"logGroupName": group, "filterName": name}

    def ref(self, target: Target) -> str:
        """The filter's name."""
        return target.physical_id.split("|", 1)[1]
