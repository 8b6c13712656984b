"""How EC2 takes back a Spot Instance: a recommendation, a notice two minutes before, its end. Not when or why.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
Not modelled: the signals in the instance's metadata, and that AWS sends them on a best effort basis only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from patterns.sandbox.events import bus
from patterns.sandbox.moto_patches import autoscaling_groups, ec2_spot
from patterns.sandbox.spot.market import Pool
from patterns.sandbox.timeline import Tone

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox

NOTICE_SECONDS = 120
RECOMMENDATION = "EC2 Instance Rebalance Recommendation"
WARNING = "EC2 Spot Instance Interruption Warning"
KIND = "Spot Instance"
RETRY_SECONDS = 60


@dataclass(eq=False)
class Instance:
    """A Spot Instance that runs, and what it was told."""

    id: str
    pool: Pool
    launched: datetime
    highest_usd: float | None = None
    fleet: str = ""
    is_at_risk: bool = False
    is_noticed: bool = False


def runs(account: Sandbox, instance_id: str) -> bool:
    """Whether EC2 has the instance running."""
    return ec2_spot.runs(account.account_id, account.region, instance_id)


class Interruptions:
    """The interruptions of one account; `ended` is called with each instance that was taken back."""

    def __init__(self, account: Sandbox, ended: Callable[[Instance], object]) -> None:
        self._account = account
        self._ended = ended

    def recommend(self, instance: Instance, why: str) -> None:
        """Tell whoever listens that an instance is at an elevated risk, once."""
        if instance.is_at_risk:
            return
        instance.is_at_risk = True
        account = self._account
        arn = f"arn:aws:ec2:{account.region}:{account.account_id}:instance/{instance.id}"
        self._note(instance, "is at risk", f"rebalance recommendation: {why}")
        self._tell(RECOMMENDATION, {"instance-id": instance.id}, arn)
        account.groups.at_risk(instance.id)
        account.spot.fleets.at_risk(instance)

    def notice(self, instance: Instance, why: str) -> None:
        """Give an instance its notice, once; the recommendation comes along with it if it has not come before."""
        if instance.is_noticed:
            return
        self.recommend(instance, why)
        instance.is_noticed = True
        self._note(instance, "is to be interrupted", f"in two minutes: {why}", Tone.BAD)
        # The event names the instance by its zone: its ARN is no resource's, says AWS's page.
        arn = f"arn:aws:ec2:{instance.pool.zone}:instance/{instance.id}"
        self._tell(WARNING, {"instance-id": instance.id, "instance-action": "terminate"}, arn)
        label = f"the interruption of {instance.id}"
        self._account.clock.after(NOTICE_SECONDS, partial(self._end, instance), label)

    def _end(self, instance: Instance) -> None:
        account = self._account
        if not runs(account, instance.id):
            return
        autoscaling_groups.unprotect(account.account_id, account.region, instance.id)
        try:
            account.service("ec2").terminate_instances(InstanceIds=[instance.id])
        except ClientError:
            account.clock.after(RETRY_SECONDS, partial(self._end, instance), f"the interruption of {instance.id}")
            return
        ec2_spot.interrupted(account.account_id, account.region, instance.id)
        self._note(instance, "is interrupted", tone=Tone.BAD)
        self._ended(instance)

    def _note(self, instance: Instance, what: str, detail: str = "", tone: Tone = Tone.PLAIN) -> None:
        self._account.timeline.note(KIND, instance.id, what, detail or str(instance.pool), tone)

    def _tell(self, detail_type: str, detail: dict[str, Any], arn: str) -> None:
        account = self._account
        if not account.spot.is_heard():
            return
        happened = bus.event(account, "aws.ec2", detail_type, detail, resources=[arn])
        account.processes.start(lambda: bus.arrive(account, happened), f"an event of {detail['instance-id']}")
