"""Load balancers check their targets; what they find is `balancing`'s.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.moto_patches import elbv2_targets

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

CHANGES = ("StartInstances", "StopInstances")


def install(account: Sandbox) -> None:
    """Let targets be checked, and see what happens to their instances once there is a target group."""
    account.ending.callback(elbv2_targets.attend(account.balancing))
    account.zones.listen(account.balancing.zone_changed)
    first = Watch(account)
    first.end = account.gateway.subscribe(
        Stage.CONSEQUENCES, first.begin, service="elbv2", operation="CreateTargetGroup"
    )


class Watch:
    """The watch over instances, which begins with the first target group."""

    def __init__(self, account: Sandbox) -> None:
        self._account = account
        self.end: Callable[[], None] = lambda: None

    def begin(self, call: Call) -> None:
        """Hear from now on of every instance that is started or stopped."""
        self.end()
        for operation in CHANGES:
            self._account.gateway.subscribe(Stage.CONSEQUENCES, self._changed, service="ec2", operation=operation)

    def _changed(self, call: Call) -> None:
        if call.region == self._account.region:
            self._account.balancing.follow(call.params["InstanceIds"])
