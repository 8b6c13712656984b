"""An instance that asks for a public address, or is given an Elastic IP."""

from __future__ import annotations

from patterns.checks._instances import machines
from patterns.checks._references import is_given
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, entries, is_on, of_type
from patterns.template.resolve import Resolved


def _places(resolved: Resolved) -> Places:
    for machine in machines(resolved):
        for number, interface in enumerate(entries(at(machine.data, "NetworkInterfaces"))):
            if is_on(at(interface, "AssociatePublicIpAddress")):
                yield machine.at("NetworkInterfaces", number, "AssociatePublicIpAddress")
    for address in of_type(resolved, "AWS::EC2::EIP"):
        if is_given(at(address.properties, "InstanceId")):
            yield address.logical_id, ("InstanceId",)


RULE = Rule(
    id="EC2-003",
    title="The instance has a public address",
    why=(
        "Only its security group then stands between it and the internet. Put it in a private subnet, reach it through "
        "Session Manager, and let a load balancer face the public."
    ),
    source="https://docs.aws.amazon.com/config/latest/developerguide/ec2-instance-no-public-ip.html",
    pillar=Pillar.SECURITY,
    best_practice="SEC05-BP01",
    severity=Severity.MEDIUM,
    places=_places,
)
