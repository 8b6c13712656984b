"""Load balancers check their targets; what they find is `balancing`'s.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.elbv2.patches import targets

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

CHANGES = ("StartInstances", "StopInstances")


def install(account: Sandbox) -> None:
    """Let targets be checked, and see what happens to their instances once there is a target group."""
    account.ending.callback(targets.attend(account.balancing))
    account.zones.listen(account.balancing.zone_changed)
    account.gateway.at_first("elbv2", "CreateTargetGroup", begin=lambda call: _watch(account))


def _watch(account: Sandbox) -> None:
    """Hear from now on of every instance that is started or stopped."""

    def changed(call: Call) -> None:
        if call.region == account.region:
            account.balancing.follow(call.params["InstanceIds"])

    for operation in CHANGES:
        account.gateway.subscribe(Stage.CONSEQUENCES, changed, service="ec2", operation=operation)
