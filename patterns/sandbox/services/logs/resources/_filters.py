"""What the two kinds of filter of a log group share: both are known by group and name, which together are the id."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.listed import ListedProvider


class Filter(ListedProvider):
    """A filter; `Ref` gives its name."""

    service = "logs"
    gone = frozenset({"ResourceNotFoundException"})

    def taken(self, target: Target) -> str:
        """The group's filter that has the name, which the service would change."""
        physical_id = f"{target.properties['LogGroupName']}|{target.properties.get('FilterName', '')}"
        return physical_id if physical_id in self.entries(target.account, [target]) else ""

    def create(self, target: Target) -> str:
        """Put the filter."""
        group = target.properties["LogGroupName"]
        name = target.properties.get("FilterName") or target.name(longest=512)
        self._write(target, group, name)
        return f"{group}|{name}"

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
