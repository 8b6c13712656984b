"""NAT gateways in moto: those of a whole network (`AvailabilityMode: regional`), and what hangs on a deleted one.

https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html. The refusals are EC2's words for any
parameters that do not go together; AWS documents none for this pair. Not modelled: addresses that a gateway gets for
more connections, and the hour that AWS may take to reach a new zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

ZONAL_ONLY = (
    "SubnetId", "AllocationId", "PrivateIpAddress", "SecondaryAllocationIds", "SecondaryPrivateIpAddresses",
    "SecondaryPrivateIpAddressCount",
)  # fmt: skip
REGIONAL_ONLY = ("VpcId", "AvailabilityZoneAddresses")


def apply() -> None:
    """Make and list regional gateways, say of the others that they are zonal, and give back what a deleted one had."""
    from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
    from moto.ec2.responses.nat_gateways import NatGateways

    NatGateway.availability_mode = "zonal"
    NatGateway.failure_code = NatGateway.failure_message = None
    NatGateways.create_nat_gateway = _of_both_modes(NatGateways.create_nat_gateway)
    NatGatewayBackend.create_nat_gateway = _failing(NatGatewayBackend.create_nat_gateway)
    NatGatewayBackend.delete_nat_gateway = _freeing(NatGatewayBackend.delete_nat_gateway)


def _of_both_modes(create: Any) -> Any:
    def create_nat_gateway(self: Any) -> Any:
        """Make a gateway of the mode asked for, with nothing that belongs to the other."""
        from moto.core.responses import ActionResult
        from moto.ec2.exceptions import InvalidParameterCombination, MissingParameterError
        from moto.ec2.utils import add_tag_specification

        regional = self.params.get("AvailabilityMode") == "regional"
        for name in ZONAL_ONLY if regional else REGIONAL_ONLY:
            if name in self.params:
                mode = "regional" if regional else "zonal"
                raise InvalidParameterCombination(
                    f"The parameter {name} cannot be used with a NAT gateway whose AvailabilityMode is {mode}."
                )
        required = "VpcId" if regional else "SubnetId"
        if required not in self.params:
            raise MissingParameterError(required)
        if not regional:
            return create(self)
        if self.params.get("ConnectivityType") == "private":
            raise InvalidParameterCombination(
                "The parameter ConnectivityType cannot be private for a NAT gateway whose AvailabilityMode is regional."
            )
        self.error_on_dryrun()
        tags = add_tag_specification(self._get_param("TagSpecifications", []))
        made = _regional(self.ec2_backend, self.params["VpcId"], self.params.get("AvailabilityZoneAddresses", []), tags)
        return ActionResult({"NatGateway": made})

    return create_nat_gateway


def _failing(create: Any) -> Any:
    def create_nat_gateway(
        self: Any, subnet_id: str, allocation_id: str, tags: Any = None, connectivity_type: str = "public"
    ) -> Any:
        """Make the gateway; one that cannot work is there, and has failed.

        https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
        """
        failure = _failure(self, subnet_id, allocation_id) if connectivity_type != "private" else None
        if failure is None:
            return create(self, subnet_id, allocation_id, tags, connectivity_type)
        made = create(self, subnet_id, "", tags, connectivity_type)
        made.state, (made.failure_code, made.failure_message) = "failed", failure
        made.address_set[:] = [{"allocationId": allocation_id}]
        self.delete_network_interface(made._eni.id)
        return made

    return create_nat_gateway


def _failure(ec2: Any, subnet_id: str, allocation_id: str) -> tuple[str, str] | None:
    """Why a public gateway of a zone fails: code and message; None where it works."""
    network = ec2.get_subnet(subnet_id).vpc_id
    if not any(
        internet_gateway.vpc is not None and internet_gateway.vpc.id == network
        for internet_gateway in ec2.internet_gateways.values()
    ):
        return "Gateway.NotAttached", f"Network {network} has no Internet gateway attached"
    if any(address.allocation_id == allocation_id and address.association_id for address in ec2.addresses):
        return "Resource.AlreadyAssociated", f"Elastic IP address {allocation_id} is already associated"
    return None


def _freeing(delete: Any) -> Any:
    def delete_nat_gateway(self: Any, nat_gateway_id: str) -> Any:
        """Delete the gateway's interface or route table with it, and free its addresses."""
        gateway = delete(self, nat_gateway_id)
        if gateway.availability_mode == "regional":
            for _, address in gateway.given:
                address.association_id = None
            self.route_tables.pop(gateway.route_table_id, None)
            return gateway
        for address in self.addresses:
            if address.eni is gateway._eni:
                self.disassociate_address(association_id=address.association_id)
        if gateway._eni.id in self.enis:
            self.delete_network_interface(gateway._eni.id)
        return gateway

    return delete_nat_gateway


@dataclass
class RegionalGateway:
    """One gateway for a network. `given` are the account's addresses that serve it, by zone; none in automatic mode."""

    ec2_backend: Any
    id: str
    vpc_id: str
    route_table_id: str
    given: list[tuple[str, Any]]
    create_time: str
    subnet_id: None = None
    state: str = "available"
    connectivity_type: str = "public"
    availability_mode: str = "regional"

    @property
    def auto_provision_zones(self) -> str:
        """Whether the gateway follows the network's interfaces into new zones."""
        return "disabled" if self.given else "enabled"

    auto_scaling_ips = auto_provision_zones

    @property
    def tags(self) -> list[dict[str, str]]:
        """The gateway's tags now."""
        answer: list[dict[str, str]] = self.ec2_backend.describe_tags(filters={"resource-id": [self.id]})
        return answer

    @property
    def nat_gateway_addresses(self) -> list[dict[str, Any]]:
        """The addresses in use: those given, or in automatic mode one of AWS's own in each zone with an interface."""
        if self.given:
            return [_address(zone, one.allocation_id, one.public_ip, one.association_id) for zone, one in self.given]
        used = {
            nic.subnet.availability_zone for nic in self.ec2_backend.enis.values() if nic.subnet.vpc_id == self.vpc_id
        }
        return [self._own_address(zone) for zone in sorted(used)]

    def _own_address(self, zone: str) -> dict[str, Any]:
        """The address that AWS brings along for a zone, the same whoever asks first."""
        dice = Random(f"{self.id} {zone}")
        ids = [f"{prefix}-{dice.getrandbits(68):017x}" for prefix in ("eipalloc", "eipassoc")]
        return _address(zone, ids[0], f"127.{dice.randrange(256)}.{dice.randrange(256)}.{dice.randrange(256)}", ids[1])


def _address(zone: str, allocation_id: str, public_ip: str, association_id: str) -> dict[str, Any]:
    return {
        "AvailabilityZone": zone, "AllocationId": allocation_id, "PublicIp": public_ip,
        "AssociationId": association_id, "Status": "succeeded",
    }  # fmt: skip


def _regional(backend: Any, vpc_id: str, asked: list[dict[str, Any]], tags: dict[str, str]) -> RegionalGateway:
    """Make a gateway for the network, in manual mode where `asked` says which addresses serve which zones."""
    from moto.core.utils import iso_8601_datetime_with_milliseconds, utcnow
    from moto.ec2.utils import random_nat_gateway_id

    backend.get_vpc(vpc_id)
    given = [(_zone(backend, one), address) for one in asked for address in _free(backend, one["AllocationIds"])]
    table = backend.create_route_table(vpc_id).id
    for gateway in backend.internet_gateways.values():
        if gateway.vpc and gateway.vpc.id == vpc_id:
            backend.create_route(table, "0.0.0.0/0", gateway_id=gateway.id)
    created = iso_8601_datetime_with_milliseconds(utcnow())
    made = RegionalGateway(backend, random_nat_gateway_id(), vpc_id, table, given, created)
    backend.nat_gateways[made.id] = made
    if tags:
        backend.create_tags([made.id], tags)
    for zone, address in given:
        address.association_id = made._own_address(zone + address.id)["AssociationId"]
    return made


def _free(backend: Any, allocation_ids: list[str]) -> list[Any]:
    from moto.ec2.exceptions import ResourceAlreadyAssociatedError

    addresses: list[Any] = backend.address_by_allocation(allocation_ids)
    for address in addresses:
        if address.association_id:
            raise ResourceAlreadyAssociatedError(address.public_ip)
    return addresses


def _zone(backend: Any, asked: dict[str, Any]) -> str:
    """The name of the zone that one member of AvailabilityZoneAddresses means."""
    from moto.ec2.exceptions import InvalidParameterValueError, MissingParameterError

    known = {name: zone.name for zone in backend.describe_availability_zones() for name in (zone.name, zone.zone_id)}
    name = asked.get("AvailabilityZone") or asked.get("AvailabilityZoneId")
    if name is None:
        raise MissingParameterError("AvailabilityZone")
    if name not in known:
        raise InvalidParameterValueError(name)
    return str(known[name])
