"""An endpoint with private names in a VPC that does not resolve them."""

from __future__ import annotations

from patterns.checks._network import vpc_of
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, is_off, is_on, of_type
from patterns.template.resolve import Resolved, Resource


def _places(resolved: Resolved) -> Places:
    for endpoint in of_type(resolved, "AWS::EC2::VPCEndpoint"):
        vpc = vpc_of(resolved, endpoint)
        if vpc and is_on(at(endpoint.properties, "PrivateDnsEnabled")) and not _resolves(vpc):
            yield endpoint.logical_id, ("PrivateDnsEnabled",)


def _resolves(vpc: Resource) -> bool:
    """Whether a VPC answers names, or only a deployment can tell; support is on by default, host names are not."""
    support, names = at(vpc.properties, "EnableDnsSupport"), at(vpc.properties, "EnableDnsHostnames")
    return (support is None or not is_off(support)) and not is_off(names)


RULE = Rule(
    id="VPC-010",
    title="The endpoint's private name cannot work here",
    why=(
        "Private DNS makes a service's usual name lead to the endpoint, and it is the VPC's own DNS that does so. AWS "
        "refuses the endpoint unless both EnableDnsSupport and EnableDnsHostnames are on, and the second is off by "
        "default."
    ),
    source="https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
    pillar=Pillar.CORRECTNESS,
    best_practice="OPS05-BP02",
    severity=Severity.HIGH,
    places=_places,
)
