"""A route or an address that needs the gateway attached, and does not wait for it."""

from __future__ import annotations

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
    title="A route or address may be made before the gateway is attached",
    why=(
        "EC2 refuses a route to an internet gateway, and an Elastic IP address, until that gateway is "
        "attached to the VPC. Nothing in the properties makes CloudFormation wait for the attachment: "
        "only DependsOn does."
    ),
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="OPS05-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
