"""AWS::CloudWatch::Dashboard. Not modelled: tags."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider


class Dashboard(ListedProvider):
    """Widgets on a page; its name is its identity."""

    type = "AWS::CloudWatch::Dashboard"
    service = "cloudwatch"
    identifier = "DashboardName"
    creation = "put_dashboard"
    deletion = "delete_dashboards"
    gone = frozenset({"ResourceNotFound", "DashboardNotFoundError"})
    listing = Call("list_dashboards", "DashboardEntries")
    entry_id = "DashboardName"
    properties = (
        Property("DashboardName", create="DashboardName", get=Call("get_dashboard", "DashboardName")),
        Property("DashboardBody", create="DashboardBody", get=Call("get_dashboard", "DashboardBody"),
                 put=Call("put_dashboard", "DashboardBody")),
    )  # fmt: skip
    examples = (
        {"DashboardBody": '{"widgets": []}'},
        {
            "DashboardName": "example",
            "DashboardBody": '{"widgets": [{"type": "text", "properties": {"markdown": "Everything is well."}}]}',
        },
        {"DashboardBody": '{"widgets": [{"type": "text", "properties": {"markdown": "Not everything."}}]}'},
    )

    def taken(self, target: Target) -> str:
        """The dashboard that has the name, which the service would change."""
        name = str(target.properties.get("DashboardName", ""))
        return name if name in self.entries(target.account, []) else ""

    def create(self, target: Target) -> str:
        """The service returns no name: the one in the call is the id."""
        name = str(target.properties.get("DashboardName") or target.name(longest=255))
        client = target.account.administrator("cloudwatch")
        client.put_dashboard(DashboardName=name, DashboardBody=target.properties["DashboardBody"])
        return name

    def delete(self, target: Target) -> None:
        """Delete it, as one of several."""
        client = target.account.administrator("cloudwatch")
        if self.entry(target):
            client.delete_dashboards(DashboardNames=[target.physical_id])

    def attributes(self, target: Target) -> dict[str, Any]:
        """None."""
        return {}


PROVIDER = Dashboard()
