"""AWS::Route53::HostedZone. Not modelled: answers to queries, delegation sets, accelerated recovery, query logs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.route53.domain_names import zone_id
from patterns.sandbox.services.route53.resources._records import as_declared, change, records

KIND = "hostedzone"


def networks(asked: Any) -> list[tuple[str, str]]:
    """The networks that a private zone answers, each with its region."""
    return [(one["VPCId"], one["VPCRegion"]) for one in asked or ()]


class HostedZone(ListedProvider):
    """The records of a domain, for the world or for networks; its id is its identity."""

    type = "AWS::Route53::HostedZone"
    service = "route53"
    identifier = "Id"
    deletion = "delete_hosted_zone"
    gone = frozenset({"NoSuchHostedZone"})
    listing = Call("list_hosted_zones", "HostedZones")
    entry_id = "Id"
    lasting = frozenset({"VPCs"})
    """A zone for the world never becomes one for networks, nor the other way round."""
    tagging = tags.Tagging("ResourceId", tag="change_tags_for_resource", untag="change_tags_for_resource",
                           tags="AddTags", keys="RemoveTagKeys", further={"ResourceType": KIND})  # fmt: skip
    properties = (
        Property("Name", create="Name", get=entry("Name")),
        Property("HostedZoneConfig", code="describe", get=entry("Config")),
        Property("VPCs", code="associate", get=entry("VPCs"), effect="No network resolves names by it."),
        Property("HostedZoneTags", code="set_tags", get=entry("Tags")),
    )
    examples = (
        {"Name": "example.net"},
        {
            "Name": "example.net.",
            "HostedZoneConfig": {"Comment": "Inside."},
            "VPCs": [{"VPCId": "{vpc}", "VPCRegion": "us-east-1"}],
            "HostedZoneTags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "Name": "example.net.",
            "HostedZoneConfig": {"Comment": "Inside both."},
            "VPCs": [
                {"VPCId": "{vpc}", "VPCRegion": "us-east-1"},
                {"VPCId": "{other_vpc}", "VPCRegion": "us-east-1"},
            ],
        },
        {"Name": "example.net", "HostedZoneTags": [{"Key": "Project", "Value": "other"}]},
    )

    def create(self, target: Target) -> str:
        """Create it for its first network, or for the world."""
        own, client = target.properties, target.account.administrator("route53")
        inside = networks(own.get("VPCs"))
        given: dict[str, Any] = {
            "HostedZoneConfig": {**(own.get("HostedZoneConfig") or {}), "PrivateZone": bool(inside)}
        }
        if inside:
            given["VPC"] = dict(zip(("VPCId", "VPCRegion"), inside[0], strict=True))
        reference = target.account.chance.token(target.stack_name, target.logical_id, own["Name"])
        made = client.create_hosted_zone(Name=own["Name"], CallerReference=reference, **given)
        return zone_id(made["HostedZone"]["Id"])

    def complete(self, target: Target) -> None:
        """The other networks, and tags."""
        own = target.properties
        first = {"VPCs": (own.get("VPCs") or [])[:1], "HostedZoneConfig": own.get("HostedZoneConfig")}
        self._apply(target, first, [row for row in self.properties if row.code])

    def describe(self, target: Target, old: Mapping[str, Any]) -> None:
        """Comment on it otherwise, or not at all."""
        comment = (target.properties.get("HostedZoneConfig") or {}).get("Comment", "")
        target.account.administrator("route53").update_hosted_zone_comment(Id=target.physical_id, Comment=comment)

    def associate(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add networks first: a private zone always has one."""
        client = target.account.administrator("route53")
        before, after = networks(old.get("VPCs")), networks(target.properties.get("VPCs"))
        changes = [(client.associate_vpc_with_hosted_zone, one) for one in after if one not in before]
        changes += [(client.disassociate_vpc_from_hosted_zone, one) for one in before if one not in after]
        for call, (vpc, region) in changes:
            call(HostedZoneId=target.physical_id, VPC={"VPCId": vpc, "VPCRegion": region})

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, own = target.account.administrator("route53"), target.properties
        self.tagging.change(client, target.physical_id, old.get("HostedZoneTags"), own.get("HostedZoneTags"))

    def release(self, target: Target) -> None:
        """Delete the records it holds, but for its own."""
        found = records(target.account, target.physical_id).values()
        own = [("DELETE", record) for record in found if record["Type"] not in ("NS", "SOA")]
        change(target.account, target.physical_id, own)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> zone with its networks and tags."""
        client, entries = account.observer("route53"), {}
        for zone in listed(account, self.service, self.listing):
            name = zone_id(zone["Id"])
            told = client.get_hosted_zone(Id=name)
            own = client.list_tags_for_resource(ResourceType=KIND, ResourceId=name)["ResourceTagSet"]["Tags"]
            comment = {"Comment": text} if (text := zone["Config"].get("Comment")) else {}
            entries[name] = {"Name": zone["Name"], "Config": comment, "VPCs": told.get("VPCs"), "Tags": own,
                           "NameServers": told.get("DelegationSet", {}).get("NameServers", [])}  # fmt: skip
        return entries

    def existing(self, account: Account) -> set[str]:
        """The ids of all zones."""
        return {zone_id(str(zone["Id"])) for zone in listed(account, self.service, self.listing)}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The zone, its name as it is declared."""
        described = super().read_one(responses)
        if described is not None:
            described["Name"] = as_declared(described["Name"], responses.target.properties.get("Name"))
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html."""
        return {"Id": target.physical_id, "NameServers": self.entry(target)["NameServers"]}


PROVIDER = HostedZone()
