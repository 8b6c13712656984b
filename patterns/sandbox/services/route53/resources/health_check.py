"""AWS::Route53::HealthCheck. Not modelled: what it finds; alarms and routing controls instead of an endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

KIND = "healthcheck"
CONFIG = "HealthCheckConfig"
FIXED = frozenset({"Type", "RequestInterval", "MeasureLatency"})
CLEARED = {"Inverted": False, "FailureThreshold": 3}


def _without_switch(described: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration without the switch that CloudFormation does not have."""
    return {name: value for name, value in described.items() if name != "Disabled"}


class HealthCheck(ListedProvider):
    """What looks from outside whether an endpoint answers; its id is its identity."""

    type = "AWS::Route53::HealthCheck"
    service = "route53"
    identifier = "HealthCheckId"
    deletion = "delete_health_check"
    gone = frozenset({"NoSuchHealthCheck"})
    listing = Call("list_health_checks", "HealthChecks")
    entry_id = "Id"
    tagging = tags.Tagging("ResourceId", tag="change_tags_for_resource", untag="change_tags_for_resource",
                           tags="AddTags", keys="RemoveTagKeys", further={"ResourceType": KIND})  # fmt: skip
    properties = (
        Property(CONFIG, code="configure", get=entry(CONFIG), from_service=_without_switch,
                 effect="No endpoint is asked anything."),
        Property("HealthCheckTags", code="set_tags", get=entry("Tags")),
    )  # fmt: skip
    examples = (
        {"HealthCheckConfig": {"Type": "HTTP", "FullyQualifiedDomainName": "www.example.net", "Port": 80}},
        {
            "HealthCheckConfig": {
                "Type": "HTTPS",
                "FullyQualifiedDomainName": "www.example.net",
                "Port": 443,
                "ResourcePath": "/health",
                "RequestInterval": 10,
                "FailureThreshold": 2,
                "MeasureLatency": True,
                "EnableSNI": True,
                "Inverted": False,
                "Regions": ["us-east-1", "eu-west-1", "us-west-1"],
            },
            "HealthCheckTags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "HealthCheckConfig": {"Type": "HTTP", "FullyQualifiedDomainName": "two.example.net", "Port": 8080},
            "HealthCheckTags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def create(self, target: Target) -> str:
        """Create it, with a reference of its own."""
        reference = target.account.chance.token(target.stack_name, target.logical_id)
        client = target.account.administrator("route53")
        made = client.create_health_check(CallerReference=reference, HealthCheckConfig=target.properties[CONFIG])
        return str(made["HealthCheck"]["Id"])

    def complete(self, target: Target) -> None:
        """Tags have a call of their own."""
        self.set_tags(target, {})

    def configure(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs and can be changed."""
        before, after = old[CONFIG], target.properties[CONFIG]
        wanted = {**{name: value for name, value in CLEARED.items() if name in before}, **after}
        given = {name: value for name, value in wanted.items() if name not in FIXED and value != before.get(name)}
        if given:
            target.account.administrator("route53").update_health_check(**self.identity(target), **given)

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, own = target.account.administrator("route53"), target.properties
        self.tagging.change(client, target.physical_id, old.get("HealthCheckTags"), own.get("HealthCheckTags"))

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> health check with its tags."""
        client, entries = account.observer("route53"), {}
        for one in listed(account, self.service, self.listing):
            own = client.list_tags_for_resource(ResourceType=KIND, ResourceId=one["Id"])["ResourceTagSet"]["Tags"]
            entries[str(one["Id"])] = {**one, "Tags": own}
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """The check's id."""
        return {"HealthCheckId": target.physical_id}


PROVIDER = HealthCheck()
