"""Auto Scaling groups hear of their instances, zones and rules of the event bus; what they then do is `groups`'.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.autoscaling.groups.service import Groups
from patterns.sandbox.services.autoscaling.patches import groups
from patterns.sandbox.services.cloudwatch.alarms.actions import Actions
from patterns.sandbox.services.ec2.spot.service import Spot
from patterns.sandbox.services.elbv2.targets import Targets

ENDS = ("StopInstances", "TerminateInstances")


def install(account: Account) -> None:
    """Let the account's groups work, and see what happens to their instances once there is a group."""
    all_groups, spot = account.part(Groups), account.part(Spot)
    account.ending.callback(groups.attend(all_groups))
    account.zones.listen(all_groups.zone_changed)
    account.part(Targets).on_unhealthy(all_groups.balancer_says)
    account.part(Actions).register("autoscaling", all_groups.scaling.alarmed)
    spot.interruptions.on_risk(all_groups.at_risk)
    spot.members_of = all_groups.instance_ids
    all_groups.choose_pool = spot.choose_for_group
    heard = all_groups.subscribe_to_bus
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, heard, service="events", operation=operation)
    account.gateway.at_first("autoscaling", "CreateAutoScalingGroup", begin=lambda call: _watch(account))


def _watch(account: Account) -> None:
    """Hear from now on of every instance that is stopped or ended."""

    def ended(call: Call) -> None:
        account.part(Groups).check_soon(call.params["InstanceIds"])

    for operation in ENDS:
        account.gateway.subscribe(Stage.CONSEQUENCES, ended, service="ec2", operation=operation)
