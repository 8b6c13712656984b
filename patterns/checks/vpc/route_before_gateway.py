"""Something that needs the gateway attached, and does not wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.checks._references import target
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import references_of

ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"


def _places(resolved: Resolved) -> Places:
    attachments = {
        gateway.logical_id: attachment
        for attachment in of_type(resolved, ATTACHMENT)
        if (gateway := target(resolved, at(attachment.properties, "InternetGatewayId")))
    }
    for route in of_type(resolved, "AWS::EC2::Route"):
        gateway = target(resolved, at(route.properties, "GatewayId"))
        attachment = attachments.get(gateway.logical_id) if gateway else None
        if attachment and not _waits(resolved, route, attachment):
            yield route.logical_id, ("GatewayId",)
    for address in of_type(resolved, "AWS::EC2::EIP"):
        if attachments and not any(_waits(resolved, address, attachment) for attachment in attachments.values()):
            yield address.logical_id, ()
    for name, path, networks in _outward(resolved):
        for attachment in attachments.values():
            network = target(resolved, at(attachment.properties, "VpcId"))
            of_it = network is not None and network.logical_id in networks
            if of_it and not _waits(resolved, resolved.resources[name], attachment):
                yield name, path


def _outward(resolved: Resolved) -> Iterator[tuple[str, tuple[str, ...], set[str]]]:
    """What faces the internet from its subnets: logical id, the property that says so, and its networks."""
    for gateway in of_type(resolved, "AWS::EC2::NatGateway"):
        if at(gateway.properties, "ConnectivityType") != "private":
            yield gateway.logical_id, ("SubnetId",), _networks(resolved, [at(gateway.properties, "SubnetId")])
    for balancer in of_type(resolved, "AWS::ElasticLoadBalancingV2::LoadBalancer"):
        subnets = at(balancer.properties, "Subnets")
        if isinstance(subnets, list) and at(balancer.properties, "Scheme") in (None, "internet-facing"):
            yield balancer.logical_id, ("Subnets",), _networks(resolved, subnets)


def _networks(resolved: Resolved, subnets: list[Any]) -> set[str]:
    targets = (target(resolved, at(subnet.properties, "VpcId")) for one in subnets if (subnet := target(resolved, one)))
    return {network.logical_id for network in targets if network}


def _waits(resolved: Resolved, resource: Resource, awaited: Resource) -> bool:
    """Whether a resource is made after another, directly or by way of others."""
    seen: set[str] = set()
    waiting = [resource.logical_id]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in resolved.resources:
            continue
        seen.add(name)
        found = resolved.resources[name]
        waiting += [*found.depends_on, *(needed for needed, _ in references_of(found.properties))]
    return awaited.logical_id in seen


RULE = Rule(
    id="VPC-014",
    title="This may be made before the internet gateway is attached",
    why=(
        "A route to an internet gateway, a NAT gateway, a load balancer that faces the internet, and an instance's "
        "Elastic IP address fail until that gateway is attached to the VPC. Nothing in the properties makes "
        "CloudFormation wait for the attachment: only DependsOn does. Without it the order is chance in AWS, and "
        "that of the template in the sandbox."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="OPS05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
