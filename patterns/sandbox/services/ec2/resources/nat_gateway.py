"""AWS::EC2::NatGateway, of one zone or of a whole network. Not modelled: secondary addresses, changed zone addresses.

https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import AsSaid, Call, Property, Target
from patterns.sandbox.provider.listed import ENTRY, entry
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider


def _by_zone(addresses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The addresses of a regional gateway as a template gives them: those of each zone together."""
    zones = dict.fromkeys(address["AvailabilityZone"] for address in addresses if "AvailabilityZone" in address)
    return [
        {
            "AvailabilityZone": zone,
            "AllocationIds": [address["AllocationId"] for address in addresses if address["AvailabilityZone"] == zone],
        }
        for zone in zones
    ]


class NatGateway(Ec2Provider):
    """Lets a private subnet start connections to the internet, and nobody start one to it."""

    type = "AWS::EC2::NatGateway"
    identifier = "NatGatewayId"
    resource_type = "natgateway"
    creation = "create_nat_gateway"
    created_path = "NatGateway.NatGatewayId"
    deletion = "delete_nat_gateway"
    gone = frozenset({"NatGatewayNotFound"})
    listing = Call("describe_nat_gateways", "NatGateways")
    entry_id = "NatGatewayId"
    properties = (
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("ConnectivityType", create="ConnectivityType", get=entry("ConnectivityType")),
        Property(
            "AllocationId",
            create="AllocationId",
            get=entry("NatGatewayAddresses"),
            from_service=lambda addresses: addresses[0].get("AllocationId"),
        ),
        Property("AvailabilityMode", create="AvailabilityMode", default="zonal", get=entry("AvailabilityMode")),
        Property("VpcId", create="VpcId", get=entry("VpcId")),
        Property("AvailabilityZoneAddresses", create="AvailabilityZoneAddresses",
                 get=entry("NatGatewayAddresses"), from_service=_by_zone),
        TAGS,
    )  # fmt: skip
    examples = (
        {"SubnetId": "{public_subnet}", "AllocationId": "{address.AllocationId}"},
        {
            "SubnetId": "{subnet}",
            "ConnectivityType": "private",
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {"AvailabilityMode": "regional", "VpcId": "{vpc}"},
        {
            "AvailabilityMode": "regional",
            "VpcId": "{other_vpc}",
            "AvailabilityZoneAddresses": [
                {"AvailabilityZone": "us-east-1b", "AllocationIds": ["{address.AllocationId}"]},
            ],
        },
    )

    def complete(self, target: Target) -> None:
        """Wait for the gateway. Raises `AsSaid` for one that fails: github.com/aws/aws-cdk/issues/21404.

        https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
        """
        [found] = target.account.observer("ec2").describe_nat_gateways(NatGatewayIds=[target.physical_id])[
            "NatGateways"
        ]
        if found["State"] == "failed":
            told = f"Detailed failure message: {found['FailureMessage']}"
            message = f"NatGateway {target.physical_id} is in state failed and hence failed to stabilize. {told}"
            raise AsSaid("NotStabilized", message)
        super().complete(target)

    def is_there(self, entry: dict[str, Any]) -> bool:
        """A deleted gateway is listed for about an hour."""
        return entry["State"] not in ("deleted", "deleting", "failed")

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The properties without what the service only reports: a zonal gateway's network, addresses that AWS chose."""
        described = super().read_one(responses)
        if described is None:
            return None
        entry = responses.answer(Call(ENTRY))
        regional, automatic = entry["AvailabilityMode"] == "regional", entry.get("AutoProvisionZones") == "enabled"
        told = {
            "VpcId": regional,
            "AvailabilityZoneAddresses": regional and not automatic,
            "AllocationId": not regional,
        }
        return {name: value for name, value in described.items() if told.get(name, True)}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The gateway's id, and what only one of the two kinds has: its interface, or its route table and mode."""
        found = self.entry(target)
        addresses = [{}, *found.get("NatGatewayAddresses", ())][-1]
        told = {name: found.get(name) for name in ("RouteTableId", "AutoProvisionZones", "AutoScalingIps")}
        told |= {"NatGatewayId": target.physical_id, "EniId": addresses.get("NetworkInterfaceId")}
        return {name: value for name, value in told.items() if value}


PROVIDER = NatGateway()
