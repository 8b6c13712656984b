"""The requests that Spot Instances come of: open, fulfilled, opened again, cancelled. Not who is interrupted.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
How long EC2 takes to look at a request again AWS does not say: a minute here. What is waited for says `waiting`.
Not modelled: the event `EC2 Spot Instance Request Fulfillment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.ec2.spot.launch_options import Action, Wanted
from patterns.sandbox.services.ec2.spot.market import Pool
from patterns.sandbox.services.ec2.spot.pending_requests import Waiting
from patterns.sandbox.services.ec2.spot.statuses import ENDED, SpotRequest, State, Status

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.interruptions import Instance
    from patterns.sandbox.services.ec2.spot.service import Spot

AGAIN_SECONDS = 60
KIND = "Spot request"


class Requests:
    """The requests for Spot Instances of one account."""

    def __init__(self, account: Account, spot: Spot) -> None:
        self._account = account
        self._spot = spot
        self._requests: dict[str, SpotRequest] = {}
        self._of: dict[str, SpotRequest] = {}
        self.waiting = Waiting(account, spot, self._set)

    def __repr__(self) -> str:
        return f"Requests({len(self._requests)})"

    @property
    def all(self) -> list[SpotRequest]:
        """Every request, in the order they were made."""
        return list(self._requests.values())

    def find(self, name: str) -> SpotRequest | None:
        """The request of an id."""
        return self._requests.get(name)

    def of(self, instance_id: str) -> SpotRequest | None:
        """The request that an instance came of."""
        return self._of.get(instance_id)

    def ask(
        self, name: str, pool: Pool, wanted: Wanted, launch: Mapping[str, Any], since: datetime | None = None
    ) -> SpotRequest:  # fmt: skip
        """Take in a request that stands for itself, to be looked at when it begins."""
        now = self._account.clock.now
        made = SpotRequest(name, pool, wanted, launch, now, updated=now)
        self._requests[name] = made
        if since is not None and since > now:
            made.status = Status.NOT_SCHEDULED_YET
        self.waiting.add(made, since or now)
        self._expire_in_time(made)
        return made

    def launched(
        self, name: str, pool: Pool, wanted: Wanted, launch: Mapping[str, Any], *, instance_id: str, fleet: str = ""
    ) -> None:  # fmt: skip
        """Take in the request that an instance came of, unless it is known: then it is fulfilled."""
        made = self._requests.get(name)
        if made is None:
            made = self._requests[name] = SpotRequest(name, pool, wanted, launch, self._account.clock.now, fleet)
            self._expire_in_time(made)
        made.instance_id, self._of[instance_id] = instance_id, made
        self._set(made, State.ACTIVE, Status.FULFILLED)

    def noticed(self, instance: Instance) -> None:
        """Tell of an interruption to come: only one for want of capacity that terminates is told as if it were over.

        That a terminated instance's request is closed while it still runs is said in a note of the page.
        """
        made = self._requests.get(instance.request)
        if made is None or made.state in ENDED:
            return
        if instance.action is not Action.TERMINATE:
            self._set(made, State.ACTIVE, Status.MARKED_FOR_STOP)
        elif instance.is_dear:
            self._set(made, State.ACTIVE, Status.MARKED_FOR_TERMINATION)
        else:
            self._set(made, State.OPEN if made.wanted.is_persistent else State.CLOSED, Status.TERMINATED_NO_CAPACITY)

    def interrupted(self, instance: Instance) -> None:
        """Tell of an interruption; a persistent request waits for the pool from now on, unless it is a fleet's."""
        made = self._requests.get(instance.request)
        if made is None or made.state is State.CANCELLED:
            return
        if instance.action is Action.TERMINATE:
            status = Status.TERMINATED_BY_PRICE if instance.is_dear else Status.TERMINATED_NO_CAPACITY
            self._set(made, State.OPEN if made.wanted.is_persistent else State.CLOSED, status)
        else:
            status = Status.STOPPED_BY_PRICE if instance.is_dear else Status.STOPPED_NO_CAPACITY
            self._set(made, State.DISABLED, status)
        if made.wanted.is_persistent and not made.fleet:
            self.waiting.add(made, self._account.clock.now + timedelta(seconds=AGAIN_SECONDS))

    def terminated(self, instance_id: str) -> None:
        """Hear that somebody ended an instance; a persistent request is opened again."""
        made = self.of(instance_id)
        if made is None or made.state is State.CLOSED or made.status is Status.TERMINATED_BY_SERVICE:
            return
        if made.fleet and made.state is State.DISABLED:
            self._set(made, State.CANCELLED, Status.TERMINATED_BY_SERVICE)
            return
        if made.state is State.CANCELLED or not made.wanted.is_persistent or made.fleet:
            self._set(made, made.state if made.state is State.CANCELLED else State.CLOSED, Status.TERMINATED_BY_USER)
            return
        made.instance_id = ""
        self._set(made, State.OPEN, Status.PENDING_EVALUATION)
        self.waiting.add(made, self._account.clock.now + timedelta(seconds=AGAIN_SECONDS))

    def stopped(self, instance_id: str) -> None:
        """Hear that somebody stopped an instance: it waits until somebody starts it."""
        if (made := self.of(instance_id)) is not None:
            self._set(made, State.DISABLED, Status.STOPPED_BY_USER)

    def started(self, instance_id: str) -> None:
        """Hear that an instance was started again."""
        if (made := self.of(instance_id)) is not None and made.state is not State.CANCELLED:
            self._set(made, State.ACTIVE, Status.FULFILLED)

    def cancel(self, made: SpotRequest, *, expired: bool = False) -> None:
        """End a request: an instance that runs goes on, one that is stopped is terminated."""
        if made.state in ENDED:
            return
        if made.state is State.OPEN:
            self._set(made, State.CANCELLED, Status.SCHEDULE_EXPIRED if expired else Status.CANCELED_BEFORE_FULFILLMENT)
        elif made.state is State.ACTIVE:
            self._set(made, State.CANCELLED, Status.CANCELED_AND_RUNNING)
        else:
            self._set(made, State.CANCELLED, Status.TERMINATED_BY_SERVICE)
            self._account.service("ec2").terminate_instances(InstanceIds=[made.instance_id])

    def _expire_in_time(self, made: SpotRequest) -> None:
        if (until := made.wanted.valid_until) is not None:
            self._account.clock.at(until, lambda: self.cancel(made, expired=True), f"the end of {made.id}")

    def _set(self, request: SpotRequest, state: State, status: Status) -> None:
        if (request.state, request.status) == (state, status):
            return
        request.state, request.status, request.updated = state, status, self._account.clock.now
        if state in ENDED:
            self.waiting.forget(request)
        tone = Tone.BAD if status in (Status.CAPACITY_NOT_AVAILABLE, Status.PRICE_TOO_LOW) else Tone.PLAIN
        if request.wanted.is_persistent or request.state is State.OPEN:
            self._account.timeline.note(KIND, request.id, f"is {state}", status, tone)
