"""A network with a NAT gateway and no gateway endpoint for S3."""

from __future__ import annotations

from patterns.checks._network import endpoints_of, vpc_of
from patterns.checks._references import target, undecided
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    for vpc in of_type(resolved, "AWS::EC2::VPC"):
        names = [at(endpoint.properties, "ServiceName") for endpoint in endpoints_of(resolved, vpc, "Gateway")]
        if _has_nat_gateway(resolved, vpc) and not any(undecided(n) or str(n).endswith(".s3") for n in names):
            yield vpc.logical_id, ()


def _has_nat_gateway(resolved: Resolved, vpc: Resource) -> bool:
    for gateway in of_type(resolved, "AWS::EC2::NatGateway"):
        home = target(resolved, at(gateway.properties, "SubnetId"))
        if (vpc_of(resolved, home) if home else vpc_of(resolved, gateway)) is vpc:
            return True
    return False


RULE = Rule(
    id="VPC-007",
    title="Traffic to S3 goes through the NAT gateway and is billed",
    why=(
        "Every gigabyte through a NAT gateway is billed, and S3 is where the gigabytes usually go. A "
        "gateway endpoint for S3 is free, and takes that traffic another way."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
    pillar=Pillar.COST,
    best_practice="COST08-BP03",
    severity=Severity.LOW,
    places=_places,
)
