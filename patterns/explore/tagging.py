"""Tables about tags: which resources of a template carry them, what an instance handed on, who pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from patterns.analysis.allocation import shares, tags
from patterns.scope import TAGS
from patterns.table import Table
from patterns.template.properties import at, entries
from patterns.template.resolve import Resource, resolve
from patterns.template.schema import schema

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

FIVE = (*TAGS, "AutoShutdown")
"""The keys of the cookbook's tags."""


def tagging(source: Any, *, parameters: Mapping[str, Any] | None = None) -> Table:
    """Each resource of a template with the tags it lacks, or why it has none. Raises `TemplateError`."""
    resources = resolve(source, parameters=parameters).resources.values()
    rows = [(resource.logical_id, resource.type, _carries(resource)) for resource in resources]
    return Table(("resource", "type", "tags"), tuple(rows))


def carried(aws: Sandbox, instance_id: str, *keys: str) -> Table:
    """The tags of a running instance and of each of its volumes, as EC2 reports them now."""
    ec2 = aws.observer("ec2")
    [instance] = ec2.describe_instances(InstanceIds=[instance_id])["Reservations"][0]["Instances"]
    mine = [{"Name": "attachment.instance-id", "Values": [instance_id]}]
    volumes = ec2.describe_volumes(Filters=mine)["Volumes"]
    found = [("instance", instance), *(("volume", volume) for volume in volumes)]
    rows = [(what, *_values(one.get("Tags", ()), keys or FIVE)) for what, one in found]
    return Table(("", *(keys or FIVE)), tuple(rows))


def bill_by_tag(source: Any, key: str, usage: Mapping[str, Any] | None = None) -> Table:
    """The monthly estimate of a template by the value of a tag. Raises what `cost` raises."""
    rows = [
        (share.value or "nobody", f"${share.monthly_usd:,.2f}", ", ".join(share.resources))
        for share in shares(source, key, usage)
    ]
    return Table((key, "a month", "for"), tuple(rows), "nothing is billed")


def _carries(resource: Resource) -> str:
    """What a resource carries of the five tags, in words."""
    if schema(resource.type).tags is not None:
        missing = [key for key in FIVE if key not in tags(resource)]
        return f"without {', '.join(missing)}" if missing else "all five"
    kinds = _specified(resource)
    return f"all five on {', '.join(kinds)}" if kinds else "cannot be tagged in a template"


def _specified(resource: Resource) -> list[str]:
    """What a launch template gives the five tags to; it has specifications where others have a property."""
    written = [
        *entries(at(resource.properties, "TagSpecifications")),
        *entries(at(resource.properties, "LaunchTemplateData", "TagSpecifications")),
    ]
    whole = (one for one in written if set(FIVE) <= {at(tag, "Key") for tag in entries(at(one, "Tags"))})
    return [str(at(one, "ResourceType")) for one in whole]


def _values(of: Iterable[Mapping[str, str]], keys: Iterable[str]) -> list[str]:
    told = {tag["Key"]: tag["Value"] for tag in of}
    return [told.get(key, "") for key in keys]
