"""EC2 gives Spot Instances as far as their pools have room, and takes them back when it runs out. What then: `spot`.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-request.html
The words of a refusal are those that Auto Scaling's and EC2's users report; no page of AWS quotes them whole.
Simplified: a launch that names no zone is one in the region's first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.ec2.patches import launch_templates, spot
from patterns.sandbox.services.ec2.spot import launch_options
from patterns.sandbox.services.ec2.spot.service import Spot
from patterns.sandbox.services.ec2.spot.statuses import State, Status

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.market import Pool

ID = re.compile(r"<instanceId>(i-[0-9a-f]+)</instanceId>")


def install(account: Account) -> None:
    """Let pools be asked before Spot Instances are launched, and followed once there are some."""
    account.ending.callback(spot.attend(account.part(Spot)))
    pools = _Pools(account)
    account.zones.listen(pools.zone_changed)
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, pools.subscribe_to_bus, service="events", operation=operation)
    account.gateway.subscribe(Stage.JUDGE, pools.judge, service="ec2", operation="RunInstances")
    account.gateway.subscribe(Stage.CONSEQUENCES, pools.launched, service="ec2", operation="RunInstances")
    for operation, judge, follow in (
        ("StopInstances", pools.judge_stop, pools.stopped), ("StartInstances", pools.judge_start, pools.started)
    ):  # fmt: skip
        account.gateway.subscribe(Stage.JUDGE, judge, service="ec2", operation=operation)
        account.gateway.subscribe(Stage.CONSEQUENCES, follow, service="ec2", operation=operation)


class _Pools:
    """What the pools of an account are asked."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._spot = account.part(Spot)
        self._spot.is_heard = lambda: self._is_heard
        self._is_heard = False

    def subscribe_to_bus(self, call: Call) -> None:
        """Tell the event bus of interruptions from now on, for there is somebody to hear of them."""
        self._is_heard = True

    def zone_changed(self, zone: str) -> None:
        """Look at the pools of a zone that is back."""
        for pool in {instance.pool for instance in self._spot.running if instance.pool.zone == zone}:
            self._spot.look_soon(pool)
        self._spot.requests.waiting.look_everywhere()

    def judge(self, call: Call) -> None:
        """Refuse what no launch can ask for, what a pool has no room for, or what is to cost less than it does."""
        account = self._account
        asked = launch_templates.merged(account.account_id, account.region, call.params)
        wanted = launch_options.of_launch(asked)
        if wanted is None:
            return
        if self._spot.requests.waiting.fulfilled is None:
            launch_options.check_launch(wanted, account.clock.now)
            if wanted.action is launch_options.Action.HIBERNATE and not spot.encrypts_root(
                account.account_id, account.region, asked
            ):
                raise Refused(*launch_options.UNENCRYPTED, 400)
        self._judge_pool(spot.pool_of(account.account_id, account.region, asked), wanted, asked.get("MinCount", 1))

    def _judge_pool(self, pool: Pool, wanted: launch_options.Wanted, number: int = 1) -> None:
        highest, price = wanted.highest_usd, self._spot.price_usd(pool)
        if highest is not None and price > highest:
            raise Refused(*launch_options.too_low(highest, price), 400)
        if self._spot.offer(pool, 0).room < int(number):
            raise Refused("InsufficientInstanceCapacity", launch_options.NO_CAPACITY, 500)

    def launched(self, call: Call) -> None:
        """Take note of Spot Instances that run from now on."""
        account = self._account
        if call.response is None:
            return
        asked = launch_templates.merged(account.account_id, account.region, call.params)
        wanted = launch_options.of_launch(asked)
        if wanted is None:
            return
        pool = spot.pool_of(account.account_id, account.region, asked)
        own = {
            name: value for name, value in call.params.items() if name not in ("MinCount", "MaxCount", "ClientToken")
        }
        if named := own.get("LaunchTemplate"):
            # What is launched again is the same: it does not follow the template.
            own["LaunchTemplate"] = launch_templates.pinned(account.account_id, account.region, named)
        for name in dict.fromkeys(ID.findall(str(call.response.body))):
            request = spot.request_of(account.account_id, account.region, name)
            self._spot.launched(name, pool, wanted, own, request=request)

    def judge_stop(self, call: Call) -> None:
        """Refuse to stop a Spot Instance whose request is not persistent, or is cancelled, or is a fleet's."""
        for name in call.params.get("InstanceIds") or ():
            made, running = self._spot.requests.of(name), self._spot.known(name)
            if made is None or (running is not None and running.is_ending):
                continue
            told = f"You can't stop the Spot Instance '{name}' because it is"
            if made.fleet:
                raise Refused("UnsupportedOperation", f"{told} part of a fleet.", 400)
            if made.state is State.CANCELLED:
                raise Refused("UnsupportedOperation", f"{told} associated with a cancelled Spot Instance request.", 400)
            if not made.wanted.is_persistent:
                told = f"{told} associated with a one-time Spot Instance request. You can only stop Spot Instances"
                raise Refused("UnsupportedOperation", f"{told} associated with persistent Spot Instance requests.", 400)

    def stopped(self, call: Call) -> None:
        """Take note of Spot Instances that somebody stopped, who alone starts them again."""
        for name in call.params["InstanceIds"]:
            found = self._spot.known(name)
            if found is None or not found.is_ending:
                self._spot.requests.stopped(name)

    def judge_start(self, call: Call) -> None:
        """Refuse to start what EC2 stopped, or what a pool does not give."""
        fulfilled = self._spot.requests.waiting.fulfilled
        for name in call.params.get("InstanceIds") or ():
            made = self._spot.requests.of(name)
            if made is None or made is fulfilled:
                continue
            if made.state is State.ACTIVE:
                continue
            if made.state is not State.DISABLED or made.status is not Status.STOPPED_BY_USER:
                told = f"You can't start the Spot Instance '{name}' because the associated Spot Instance request"
                told = f"{told} is not in an appropriate state to support start."
                raise Refused("IncorrectSpotRequestState", told, 400)
            self._judge_pool(made.pool, made.wanted)

    def started(self, call: Call) -> None:
        """Take note of Spot Instances that run again."""
        for name in call.params["InstanceIds"]:
            if self._spot.find(name) is None:
                self._spot.started(name)
