"""How EC2 takes back a Spot Instance: a recommendation, a notice two minutes before, its end. Not when or why.

Its end is that it is terminated, stopped or hibernated, as was asked; hibernation begins with the notice.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/rebalance-recommendations.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hibernate-spot-instances.html
Not modelled: the signals in the instance's metadata, and that AWS sends them on a best effort basis only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.ec2.patches import spot
from patterns.sandbox.services.ec2.spot.launch_options import Action
from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.sandbox.services.events import bus

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.service import Spot

NOTICE_SECONDS = 120
RECOMMENDATION = "EC2 Instance Rebalance Recommendation"
WARNING = "EC2 Spot Instance Interruption Warning"
KIND = "Spot Instance"
RETRY_SECONDS = 60

_DETAILS = {
    Action.TERMINATE: "{}", Action.STOP: "stopped, from {}", Action.HIBERNATE: "hibernated, from {}",
}  # fmt: skip


@dataclass(eq=False)
class Instance:
    """A Spot Instance that runs, and what it was told."""

    id: str
    pool: Pool
    launched: datetime
    highest_usd: float | None = None
    fleet: str = ""
    request: str = ""
    action: Action = Action.TERMINATE
    is_at_risk: bool = False
    is_noticed: bool = False
    is_dear: bool = False
    """Whether its price is what takes it, and not want of capacity."""
    is_ending: bool = False
    """Whether what ends or stops it now is EC2, and nobody else."""


def runs(account: Account, instance_id: str) -> bool:
    """Whether EC2 has the instance running."""
    return spot.runs(account.account_id, account.region, instance_id)


class Interruptions:
    """The interruptions of one account's Spot Instances."""

    def __init__(self, account: Account, spot: Spot) -> None:
        self._account = account
        self._spot = spot
        self._risk_listeners: list[Callable[[str], object]] = []

    def on_risk(self, listener: Callable[[str], object]) -> None:
        """Call `listener` with the id of each instance that is at risk from now on."""
        self._risk_listeners.append(listener)

    def recommend(self, instance: Instance, why: str) -> None:
        """Tell whoever listens that an instance is at an elevated risk, once."""
        if instance.is_at_risk:
            return
        instance.is_at_risk = True
        account = self._account
        arn = f"arn:aws:ec2:{account.region}:{account.account_id}:instance/{instance.id}"
        self._note(instance, "is at risk", f"rebalance recommendation: {why}")
        self._tell(RECOMMENDATION, {"instance-id": instance.id}, arn)
        for listener in self._risk_listeners:
            listener(instance.id)
        self._spot.fleets.at_risk(instance)

    def notice(self, instance: Instance, why: str, *, is_dear: bool = False) -> None:
        """Give an instance its notice, once; the recommendation comes along with it if it has not come before."""
        if instance.is_noticed:
            return
        self.recommend(instance, why)
        instance.is_noticed, instance.is_dear = True, is_dear
        is_sudden = instance.action is Action.HIBERNATE
        self._spot.requests.noticed(instance)
        self._note(instance, "is to be interrupted", f"{'at once' if is_sudden else 'in two minutes'}: {why}", Tone.BAD)
        # The event names the instance by its zone: its ARN is no resource's, says AWS's page.
        arn = f"arn:aws:ec2:{instance.pool.zone}:instance/{instance.id}"
        self._tell(WARNING, {"instance-id": instance.id, "instance-action": str(instance.action)}, arn)
        if is_sudden:
            self._end(instance)
        else:
            label = f"the interruption of {instance.id}"
            self._account.clock.after(NOTICE_SECONDS, partial(self._end, instance), label)

    def _end(self, instance: Instance) -> None:
        account = self._account
        if not runs(account, instance.id):
            return
        spot.unprotect(account.account_id, account.region, instance.id)
        ec2, instance.is_ending = account.service("ec2"), True
        end = ec2.terminate_instances if instance.action is Action.TERMINATE else ec2.stop_instances
        try:
            end(InstanceIds=[instance.id])
        except ClientError:
            instance.is_ending = False
            account.clock.after(RETRY_SECONDS, partial(self._end, instance), f"the interruption of {instance.id}")
            return
        spot.interrupted(account.account_id, account.region, instance.id, instance.action)
        self._note(instance, "is interrupted", _DETAILS[instance.action].format(instance.pool), Tone.BAD)
        self._spot.requests.interrupted(instance)
        self._spot.ended(instance)

    def _note(self, instance: Instance, what: str, detail: str = "", tone: Tone = Tone.PLAIN) -> None:
        self._account.timeline.note(KIND, instance.id, what, detail or str(instance.pool), tone)

    def _tell(self, detail_type: str, detail: dict[str, Any], arn: str) -> None:
        account = self._account
        if not self._spot.is_heard():
            return
        happened = bus.event(account, "aws.ec2", detail_type, detail, resources=[arn])
        account.processes.start(lambda: bus.arrive(account, happened), f"an event of {detail['instance-id']}")
