"""The requests that Spot Instances come of: open, fulfilled, opened again, cancelled. Not who is interrupted.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-request-status.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
How long EC2 takes to open a request again AWS does not say: a minute here. What it stopped it starts again once the
pool would hold it without risk, as an assumption that keeps it from being stopped at the next moment.
Not modelled: the event `EC2 Spot Instance Request Fulfillment`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from patterns.sandbox.spot.asking import Action, Wanted
from patterns.sandbox.spot.market import SAFE, STEP, Pool
from patterns.sandbox.spot.statuses import ENDED, MESSAGES, State, Status
from patterns.sandbox.timeline import Tone
from patterns.sandbox.timers import Timers

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.spot.interruptions import Instance
    from patterns.sandbox.spot.service import Spot

AGAIN_SECONDS = 60
HORIZON = timedelta(days=2)
KIND = "Spot request"


@dataclass(eq=False)
class SpotRequest:
    """A request for one Spot Instance, and what it is launched with."""

    id: str
    pool: Pool
    wanted: Wanted
    launch: Mapping[str, Any]
    created: datetime
    fleet: str = ""
    state: State = State.OPEN
    status: Status = Status.PENDING_EVALUATION
    updated: datetime | None = None
    instance_id: str = ""
    waits_until: datetime | None = None
    """When EC2 looks at it again, None where it waits for nothing."""

    @property
    def message(self) -> str:
        """What AWS says of its status."""
        return MESSAGES[self.status]


class Requests:
    """The requests for Spot Instances of one account."""

    def __init__(self, account: Sandbox, spot: Spot) -> None:
        self._account = account
        self._spot = spot
        self._requests: dict[str, SpotRequest] = {}
        self._timers = Timers(account.clock)
        self._fulfilled: SpotRequest | None = None

    def __repr__(self) -> str:
        return f"Requests({len(self._requests)})"

    @property
    def all(self) -> list[SpotRequest]:
        """Every request, in the order they were made."""
        return list(self._requests.values())

    @property
    def fulfilled(self) -> SpotRequest | None:
        """The request that the launch under way is for, None where it is a launch of somebody's own."""
        return self._fulfilled

    def find(self, name: str) -> SpotRequest | None:
        """The request of an id."""
        return self._requests.get(name)

    def of(self, instance_id: str) -> SpotRequest | None:
        """The request that an instance came of."""
        return next((one for one in self.all if one.instance_id == instance_id), None)

    def ask(
        self, name: str, pool: Pool, wanted: Wanted, launch: Mapping[str, Any], since: datetime | None = None
    ) -> SpotRequest:  # fmt: skip
        """Take in a request that stands for itself, to be looked at when it begins."""
        now = self._account.clock.now
        made = SpotRequest(name, pool, wanted, launch, now, updated=now)
        self._requests[name] = made
        if since is not None and since > now:
            made.status = Status.NOT_SCHEDULED_YET
        self._wait(made, since or now)
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
        made.instance_id = instance_id
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
            self._wait(made, self._account.clock.now + timedelta(seconds=AGAIN_SECONDS))

    def terminated(self, instance_id: str) -> None:
        """Hear that somebody ended an instance; a persistent request is opened again."""
        made = self.of(instance_id)
        if made is None or made.state is State.CLOSED:
            return
        if made.state is State.CANCELLED or not made.wanted.is_persistent or made.fleet:
            self._set(made, made.state if made.state is State.CANCELLED else State.CLOSED, Status.TERMINATED_BY_USER)
            return
        made.instance_id = ""
        self._set(made, State.OPEN, Status.PENDING_EVALUATION)
        self._wait(made, self._account.clock.now + timedelta(seconds=AGAIN_SECONDS))

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
            stopped, made.instance_id = made.instance_id, ""
            self._account.service("ec2").terminate_instances(InstanceIds=[stopped])
            made.instance_id = stopped
            self._set(made, State.CANCELLED, Status.TERMINATED_BY_SERVICE)

    def look(self, pool: Pool) -> None:
        """Fulfil what waits for a pool as far as it has room, and come again when it may have more."""
        now = self._account.clock.now
        for one in self._waiting(pool):
            if one.waits_until is not None and one.waits_until <= now and self._can_have(one):
                self._fulfil(one)
        self._again(pool)

    def look_everywhere(self) -> None:
        """Look at every pool that is waited for: one of them may be open again."""
        for pool in dict.fromkeys(one.pool for one in self.all if one.waits_until is not None):
            self.look_soon(pool)

    def look_soon(self, pool: Pool) -> None:
        """Look at a pool when what is under way at this moment has happened."""
        if self._waiting(pool):
            label = f"the requests for {pool}"
            self._timers.set(str(pool), self._account.clock.now, lambda: self.look(pool), label)

    def _waiting(self, pool: Pool) -> list[SpotRequest]:
        return [one for one in self.all if one.pool == pool and one.waits_until is not None]

    def _can_have(self, one: SpotRequest) -> bool:
        """Whether a pool gives an instance; an open request is told why it does not."""
        is_dear, room = self._is_dear(one), self._spot.room(one.pool)
        if not is_dear and _held(one, room) > len(self._spot.within(one.pool)):
            return True
        if one.state is State.OPEN:
            self._set(one, State.OPEN, Status.PRICE_TOO_LOW if is_dear else Status.CAPACITY_NOT_AVAILABLE)
        return False

    def _fulfil(self, one: SpotRequest) -> None:
        """Start what was stopped, or launch an instance anew."""
        one.waits_until = None
        self._fulfilled, ec2 = one, self._account.service("ec2")
        try:
            if one.state is State.DISABLED:
                ec2.start_instances(InstanceIds=[one.instance_id])
            else:
                ec2.run_instances(**one.launch, MinCount=1, MaxCount=1)
        except ClientError:
            # What was launched before cannot be any more: its subnet or its template is gone, or its zone is lost.
            self._set(one, one.state, Status.CONSTRAINT_NOT_FULFILLABLE if one.state is State.OPEN else one.status)
            self._wait(one, self._account.clock.now + HORIZON)
        finally:
            self._fulfilled = None

    def _is_dear(self, one: SpotRequest) -> bool:
        highest = one.wanted.highest_usd
        return highest is not None and self._spot.price_usd(one.pool) > highest

    def _again(self, pool: Pool) -> None:
        waiting = self._waiting(pool)
        if not waiting:
            return
        now, history = self._account.clock.now, self._spot.market.history(pool)
        moments = [one.waits_until for one in waiting if one.waits_until and one.waits_until > now] or [now + HORIZON]
        has, due = len(self._spot.within(pool)), [one for one in waiting if one.waits_until and one.waits_until <= now]
        short = [one for one in due if not self._is_dear(one)]
        if short and not self._spot.is_closed(pool):
            wanted = lambda room: any(_held(one, room) > has for one in short)  # noqa: E731
            if (found := history.next_moment(wanted, now, steps=HORIZON // STEP)) is not None:
                moments.append(found)
        for limit in {one.wanted.highest_usd or 0.0 for one in due if self._is_dear(one)}:
            if (cheap := history.next_within(limit, now)) is not None:
                moments.append(cheap)
        self._timers.set(str(pool), min(moments), lambda: self.look(pool), f"the requests for {pool}")

    def _wait(self, one: SpotRequest, until: datetime) -> None:
        one.waits_until = until
        self._timers.set(f"{one.id}", until, lambda: self.look(one.pool), f"the request {one.id}")

    def _expire_in_time(self, made: SpotRequest) -> None:
        if (until := made.wanted.valid_until) is not None:
            self._account.clock.at(until, lambda: self.cancel(made, expired=True), f"the end of {made.id}")

    def _set(self, one: SpotRequest, state: State, status: Status) -> None:
        if (one.state, one.status) == (state, status):
            return
        one.state, one.status, one.updated = state, status, self._account.clock.now
        if state in ENDED:
            one.waits_until = None
        tone = Tone.BAD if status in (Status.CAPACITY_NOT_AVAILABLE, Status.PRICE_TOO_LOW) else Tone.PLAIN
        if one.wanted.is_persistent or one.state is State.OPEN:
            self._account.timeline.note(KIND, one.id, f"is {state}", status, tone)


def _held(one: SpotRequest, room: int) -> int:
    """How many instances a pool is to hold with this one: what was interrupted comes back where it is safe."""
    return int(SAFE * room) if one.instance_id else room
