"""Auto Scaling groups hear of their instances, zones and rules of the event bus; what they then do is `groups`'.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.moto_patches import autoscaling_groups

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

ENDS = ("StopInstances", "TerminateInstances")


def install(account: Sandbox) -> None:
    """Let the account's groups work, and see what happens to their instances once there is a group."""
    account.ending.callback(autoscaling_groups.attend(account.groups))
    account.zones.listen(account.groups.zone_changed)
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, account.groups.heed_bus, service="events", operation=operation)
    first = Watch(account)
    first.end = account.gateway.subscribe(
        Stage.CONSEQUENCES, first.begin, service="autoscaling", operation="CreateAutoScalingGroup"
    )


class Watch:
    """The watch over instances, which begins with the first group."""

    def __init__(self, account: Sandbox) -> None:
        self._account = account
        self.end: Callable[[], None] = lambda: None

    def begin(self, call: Call) -> None:
        """Hear from now on of every instance that is stopped or ended."""
        self.end()
        for operation in ENDS:
            self._account.gateway.subscribe(Stage.CONSEQUENCES, self._ended, service="ec2", operation=operation)

    def _ended(self, call: Call) -> None:
        if call.region == self._account.region:
            self._account.groups.check_soon(call.params["InstanceIds"])
