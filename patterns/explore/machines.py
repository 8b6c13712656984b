"""A table of the instances of an account, as EC2 reports them now. Not what a template declares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from patterns.explore.table import Table

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

HEADINGS = ("instance", "type", "state", "private address", "public address")


def machines(aws: Sandbox, *keys: str) -> Table:
    """Every instance that is not terminated, by name where it has one, else by id; `keys` are tags to show beside."""
    reservations = aws.observer("ec2").describe_instances()["Reservations"]
    instances = [instance for reservation in reservations for instance in reservation["Instances"]]
    rows = [_row(one, keys) for one in instances if one["State"]["Name"] != "terminated"]
    return Table((*HEADINGS, *keys), tuple(rows), "no instances")


def _row(instance: dict[str, Any], keys: tuple[str, ...]) -> tuple[str, ...]:
    tags = {tag["Key"]: tag["Value"] for tag in instance.get("Tags", ())}
    addresses = (instance.get("PrivateIpAddress", ""), instance.get("PublicIpAddress", ""))
    told = (tags.get("Name", instance["InstanceId"]), instance["InstanceType"], instance["State"]["Name"])
    return (*told, *addresses, *(tags.get(key, "") for key in keys))
