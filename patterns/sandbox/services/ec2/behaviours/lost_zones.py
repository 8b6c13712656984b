"""What a lost zone takes along: instances answer nobody, NAT gateways carry nothing, and nothing new starts there.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html: resources that share a gateway lose their way
out with its zone. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html: what EC2 answers
where it has no capacity. Not here: groups, load balancers, databases and caches, which hear of zones themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.ec2.patches import zones as ec2_zones

GROUP_TAG = "aws:autoscaling:groupName"
NO_CAPACITY = "InsufficientInstanceCapacity"


def install(account: Account) -> None:
    """Let status checks look at zones, and hear of these once there is something to lose in one."""
    account.ending.callback(ec2_zones.attend(account.zones))
    made = ("RunInstances", "CreateNatGateway")
    account.gateway.at_first("ec2", *made, begin=lambda call: account.zones.listen(Losses(account).changed))


class Losses:
    """What stands in the zones of an account, told when they are lost and when they come back."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._end: list[Callable[[], None]] = []

    def changed(self, zone: str) -> None:
        """Tell what a zone takes along or brings back; refuse new instances while there are lost zones."""
        is_lost = zone in self._account.zones.lost
        self._guard()
        for kind, subject, detail in (*self._instances(zone), *self._gateways(zone)):
            if is_lost:
                self._account.timeline.note(kind, subject, "stopped answering", detail, Tone.BAD)
            else:
                self._account.timeline.note(kind, subject, "answers again", f"{zone} is back", Tone.GOOD)

    def _guard(self) -> None:
        if not self._account.zones.lost:
            while self._end:
                self._end.pop()()
        elif not self._end:
            for operation, judge in (("RunInstances", self._judge_run), ("StartInstances", self._judge_start)):
                end = self._account.gateway.subscribe(Stage.JUDGE, judge, service="ec2", operation=operation)
                self._end.append(end)

    def _instances(self, zone: str) -> Iterator[tuple[str, str, str]]:
        """The instances that run in a zone and belong to no group; groups tell of their own."""
        where = [
            {"Name": "availability-zone", "Values": [zone]},
            {"Name": "instance-state-name", "Values": ["running"]},
        ]
        pages = self._account.observer("ec2").get_paginator("describe_instances").paginate(Filters=where)
        for one in (instance for page in pages for each in page["Reservations"] for instance in each["Instances"]):
            if all(tag["Key"] != GROUP_TAG for tag in one.get("Tags", ())):
                yield "instance", one["InstanceId"], f"its zone {zone} is lost"

    def _gateways(self, zone: str) -> Iterator[tuple[str, str, str]]:
        """The NAT gateways of a zone, with how many subnets they leave without a way out."""
        ec2 = self._account.observer("ec2")
        available = [{"Name": "state", "Values": ["available"]}]
        gateways = ec2.describe_nat_gateways(Filters=available)["NatGateways"]
        zonal = [gateway for gateway in gateways if gateway.get("SubnetId")]
        if not zonal:
            return
        zones = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in ec2.describe_subnets()["Subnets"]}
        tables = ec2.describe_route_tables()["RouteTables"]
        for one in zonal:
            if zones.get(one["SubnetId"]) == zone:
                number = sum(_subnets_through(table, one["NatGatewayId"]) for table in tables)
                plural = "" if number == 1 else "s"
                detail = f"{zone} is lost, and with it the way out of {number} subnet{plural}"
                yield "NAT gateway", one["NatGatewayId"], detail

    def _judge_run(self, call: Call) -> None:
        asked = call.params
        [first] = asked.get("NetworkInterfaces", ())[:1] or [{}]
        subnet = asked.get("SubnetId") or first.get("SubnetId")
        zone = self._zone_of(subnet) if subnet else asked.get("Placement", {}).get("AvailabilityZone")
        self._refuse(call, zone, asked.get("InstanceType"))

    def _judge_start(self, call: Call) -> None:
        asked = {"Filters": [{"Name": "instance-id", "Values": call.params["InstanceIds"]}]}
        reservations = self._account.observer("ec2").describe_instances(**asked)["Reservations"]
        for one in (instance for each in reservations for instance in each["Instances"]):
            self._refuse(call, one["Placement"]["AvailabilityZone"], one["InstanceType"])

    def _zone_of(self, subnet: str) -> str | None:
        asked = {"Filters": [{"Name": "subnet-id", "Values": [subnet]}]}
        subnets = self._account.observer("ec2").describe_subnets(**asked)["Subnets"]
        return str(subnets[0]["AvailabilityZone"]) if subnets else None

    def _refuse(self, call: Call, zone: str | None, instance_type: str | None) -> None:
        if zone not in self._account.zones.lost:
            return
        kind = f"{instance_type} capacity" if instance_type else "capacity"
        raise Refused(
            NO_CAPACITY,
            f"We currently do not have sufficient {kind} in the Availability Zone you requested ({zone}). "
            "Our system will be working on provisioning additional capacity. You can currently get "
            f"{kind} by not specifying an Availability Zone in your request or choosing another one.",
            500,
        )


def _subnets_through(table: dict[str, Any], gateway: str) -> int:
    """How many subnets a route table sends through a NAT gateway."""
    if all(route.get("NatGatewayId") != gateway for route in table.get("Routes", ())):
        return 0
    return sum("SubnetId" in association for association in table.get("Associations", ()))
