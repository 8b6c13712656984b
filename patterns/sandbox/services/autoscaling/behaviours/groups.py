"""Auto Scaling groups hear of their instances, zones and rules of the event bus; what they then do is `groups`'.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.autoscaling.patches import groups

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

ENDS = ("StopInstances", "TerminateInstances")


def install(account: Sandbox) -> None:
    """Let the account's groups work, and see what happens to their instances once there is a group."""
    account.ending.callback(groups.attend(account.groups))
    account.zones.listen(account.groups.zone_changed)
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, account.groups.heed_bus, service="events", operation=operation)
    account.gateway.at_first("autoscaling", "CreateAutoScalingGroup", begin=lambda call: _watch(account))


def _watch(account: Sandbox) -> None:
    """Hear from now on of every instance that is stopped or ended."""

    def ended(call: Call) -> None:
        if call.region == account.region:
            account.groups.check_soon(call.params["InstanceIds"])

    for operation in ENDS:
        account.gateway.subscribe(Stage.CONSEQUENCES, ended, service="ec2", operation=operation)
