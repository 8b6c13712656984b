"""A VPC none of whose private subnets has a way out, nor a private way to AWS's services."""

from __future__ import annotations

from patterns.checks._network import endpoints_of, gives_public_addresses, subnets_of, ways_out
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for vpc in of_type(resolved, "AWS::EC2::VPC"):
        inner = [subnet for subnet in subnets_of(resolved, vpc) if not gives_public_addresses(subnet)]
        ways = [ways_out(resolved, subnet) for subnet in inner]
        private = [way for way in ways if way is None or not way & {"internet", "undecided"}]
        cut_off = bool(private) and all(way is not None and not way for way in private)
        if cut_off and not list(endpoints_of(resolved, vpc, "Interface")):
            yield vpc.logical_id, ()


RULE = Rule(
    id="VPC-011",
    title="The private subnets reach neither the internet nor Systems Manager",
    why=(
        "The private subnets have no NAT gateway, no other default route and no interface endpoint. What runs there "
        "can be reached by no Session Manager and patched by no Patch Manager; with a gateway endpoint for S3 it "
        "still reaches what is kept in S3, such as the repositories of Amazon Linux."
    ),
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC06-BP01",
    severity=Severity.INFO,
    places=_places,
)
