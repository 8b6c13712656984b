"""The requests for Spot Instances that wait for a pool: for their time, for room in it, for its price to fall.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html
What EC2 stopped it starts once its pool would hold it without risk: an assumption, without which it would be stopped
again at the next moment. A request that was never fulfilled takes any room there is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timers import Timers
from patterns.sandbox.services.ec2.spot.market import SAFE, STEP, Pool
from patterns.sandbox.services.ec2.spot.statuses import SpotRequest, State, Status

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.service import Spot

HORIZON = timedelta(days=2)

Tell = Callable[[SpotRequest, State, Status], object]


class Waiting:
    """What the requests of one account wait for; `tell` is called with what becomes of one meanwhile."""

    def __init__(self, account: Account, spot: Spot, tell: Tell) -> None:
        self._account = account
        self._spot = spot
        self._tell = tell
        self._requests: dict[str, tuple[SpotRequest, datetime]] = {}
        self._timers = Timers(account.clock)
        self.fulfilled: SpotRequest | None = None
        """The request that the launch under way is for, None where it is a launch of somebody's own."""

    def __repr__(self) -> str:
        return f"Waiting({len(self._requests)} requests)"

    def add(self, request: SpotRequest, until: datetime) -> None:
        """Let a request wait, until then in any case."""
        self._requests[request.id] = request, until
        self._timers.set(request.id, until, lambda: self._look(request.pool), f"the request {request.id}")

    def forget(self, request: SpotRequest) -> None:
        """Let a request wait no more."""
        self._requests.pop(request.id, None)
        self._timers.clear(request.id)

    def look_soon(self, pool: Pool) -> None:
        """Look at a pool when what is under way at this moment has happened."""
        if any(one.pool == pool for one, _ in self._requests.values()):
            label = f"the requests for {pool}"
            self._timers.set(str(pool), self._account.clock.now, lambda: self._look(pool), label)

    def look_everywhere(self) -> None:
        """Look at every pool that is waited for: one of them may be open again."""
        for pool in dict.fromkeys(one.pool for one, _ in self._requests.values()):
            self.look_soon(pool)

    def _look(self, pool: Pool) -> None:
        """Fulfil what waits for a pool as far as it has room, and come again when it may have more."""
        for one in self._due(pool):
            if self._can_have(one):
                self._fulfil(one)
        self._again(pool)

    def _due(self, pool: Pool) -> list[SpotRequest]:
        now = self._account.clock.now
        return [one for one, until in self._requests.values() if one.pool == pool and until <= now]

    def _can_have(self, request: SpotRequest) -> bool:
        """Whether a pool gives an instance; an open request is told why it does not."""
        is_dear, room = self._is_dear(request), self._spot.room(request.pool)
        if not is_dear and _held(request, room) > len(self._spot.within(request.pool)):
            return True
        if request.state is State.OPEN:
            self._tell(request, State.OPEN, Status.PRICE_TOO_LOW if is_dear else Status.CAPACITY_NOT_AVAILABLE)
        return False

    def _fulfil(self, request: SpotRequest) -> None:
        """Start what was stopped, or launch an instance anew."""
        self.forget(request)
        self.fulfilled, ec2 = request, self._account.service("ec2")
        try:
            if request.state is State.DISABLED:
                ec2.start_instances(InstanceIds=[request.instance_id])
            else:
                ec2.run_instances(**request.launch, MinCount=1, MaxCount=1)
        except ClientError:
            # What was launched before cannot be any more: its subnet or its template is gone.
            if request.state is State.OPEN:
                self._tell(request, State.OPEN, Status.CONSTRAINT_NOT_FULFILLABLE)
            self.add(request, self._account.clock.now + HORIZON)
        finally:
            self.fulfilled = None

    def _is_dear(self, request: SpotRequest) -> bool:
        highest = request.wanted.highest_usd
        return highest is not None and self._spot.price_usd(request.pool) > highest

    def _again(self, pool: Pool) -> None:
        """Come again when the room or the price of a pool may be as one of the requests needs it."""
        due = self._due(pool)
        if not due:
            return
        now, history, has = self._account.clock.now, self._spot.market.history(pool), len(self._spot.within(pool))
        moments = [now + HORIZON]
        short = [one for one in due if not self._is_dear(one)]
        if short and not self._spot.is_closed(pool):
            wanted = lambda room: any(_held(one, room) > has for one in short)  # noqa: E731
            if (moment := history.next_moment(wanted, now, steps=HORIZON // STEP)) is not None:
                moments.append(moment)
        for limit in {one.wanted.highest_usd or 0.0 for one in due if self._is_dear(one)}:
            if (cheap := history.next_within(limit, now)) is not None:
                moments.append(cheap)
        self._timers.set(str(pool), min(moments), lambda: self._look(pool), f"the requests for {pool}")


def _held(request: SpotRequest, room: int) -> int:
    """How many instances a pool is to hold with this one: what was interrupted comes back where it is safe."""
    return int(SAFE * room) if request.instance_id else room
