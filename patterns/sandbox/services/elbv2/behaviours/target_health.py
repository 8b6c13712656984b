"""Load balancers check their targets; what they find is `balancing`'s.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.elbv2.patches import targets
from patterns.sandbox.services.elbv2.targets import Targets

CHANGES = ("StartInstances", "StopInstances")
NETWORK_CHANGES = {
    "ec2": (
        "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress",
        "RevokeSecurityGroupEgress", "ModifySecurityGroupRules", "ModifyInstanceAttribute",
        "ModifyNetworkInterfaceAttribute", "CreateNetworkAclEntry", "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry",
        "ReplaceNetworkAclAssociation", "CreateRoute", "ReplaceRoute", "DeleteRoute", "AssociateRouteTable",
        "DisassociateRouteTable", "ReplaceRouteTableAssociation",
    ),
    "elbv2": ("SetSecurityGroups", "SetSubnets", "ModifyTargetGroup"),
}  # fmt: skip
"""What may open or close the way of a health check."""


def install(account: Account) -> None:
    """Let targets be checked, and see what happens to their instances once there is a target group."""
    account.ending.callback(targets.attend(account.part(Targets)))
    account.zones.listen(account.part(Targets).zone_changed)
    account.gateway.at_first("elbv2", "CreateTargetGroup", begin=lambda call: _watch(account))


def _watch(account: Account) -> None:
    """Hear from now on of every instance that is started or stopped, and of what is changed in networks."""

    def changed(call: Call) -> None:
        account.part(Targets).follow(call.params["InstanceIds"])

    def network_changed(call: Call) -> None:
        account.part(Targets).network_changed()

    for service, operations in NETWORK_CHANGES.items():
        for operation in operations:
            account.gateway.subscribe(Stage.CONSEQUENCES, network_changed, service=service, operation=operation)
    for operation in CHANGES:
        account.gateway.subscribe(Stage.CONSEQUENCES, changed, service="ec2", operation=operation)
