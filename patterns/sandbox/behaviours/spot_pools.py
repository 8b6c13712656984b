"""EC2 gives Spot Instances as far as their pools have room, and takes them back when it runs out. What then: `spot`.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-interruptions.html
The words of a refusal are those that Auto Scaling's and EC2's users report; no page of AWS quotes them whole.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from patterns.sandbox.gateway import Call, Refused, Stage
from patterns.sandbox.moto_patches import ec2_spot
from patterns.sandbox.spot.market import Pool

if TYPE_CHECKING:
    from collections import Counter

    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.groups.model import Mix
    from patterns.sandbox.groups.model import Pool as Kind

NO_CAPACITY = "There is no Spot capacity available that matches your request."
ID = re.compile(r"<instanceId>(i-[0-9a-f]+)</instanceId>")


def install(account: Sandbox) -> None:
    """Let pools be asked before Spot Instances are launched, and followed once there are some."""
    account.ending.callback(ec2_spot.attend(account.spot))
    pools = _Pools(account)
    account.groups.choose_pool = pools.choose
    account.zones.listen(pools.zone_changed)
    for operation in ("CreateArchive", "PutRule"):
        account.gateway.subscribe(Stage.CONSEQUENCES, pools.heed_bus, service="events", operation=operation)
    account.gateway.subscribe(Stage.AUTHORISE, pools.judge, service="ec2", operation="RunInstances")
    account.gateway.subscribe(Stage.CONSEQUENCES, pools.launched, service="ec2", operation="RunInstances")


class _Pools:
    """What the pools of an account are asked."""

    def __init__(self, account: Sandbox) -> None:
        self._account = account
        self._spot = account.spot
        self._spot.is_heard = lambda: self._is_heard
        self._is_heard = False

    def heed_bus(self, call: Call) -> None:
        """Tell the event bus of interruptions from now on, for there is somebody to hear of them."""
        self._is_heard = True

    def zone_changed(self, zone: str) -> None:
        """Look at the pools of a zone that is back."""
        for pool in {one.pool for one in self._spot.running if one.pool.zone == zone}:
            self._spot.look_soon(pool)

    def choose(
        self, mix: Mix, *, is_spot: bool, zone: str, has: Counter[Pool], ordered: Counter[Pool]
    ) -> Kind:  # fmt: skip
        """The kind of instance a mixed group takes next: on demand the first listed, or the cheapest."""
        if is_spot:
            return self._spot.choose(mix, zone=zone, has=has, ordered=ordered)
        if mix.on_demand_strategy == "lowest-price":
            return min(mix.pools, key=lambda kind: self._spot.on_demand_usd(kind.instance_type) / kind.weight)
        return mix.pools[0]

    def judge(self, call: Call) -> None:
        """Refuse what a pool has no room for, or what is to cost less than it does."""
        pool = self._pool(call)
        if pool is None:
            return
        highest, price = _highest(call.params), self._spot.price_usd(pool)
        if highest is not None and price > highest:
            told = f"Your Spot request price of {highest:g} is lower than the minimum required Spot request"
            raise Refused("SpotMaxPriceTooLow", f"{told} fulfillment price of {price:g}.", 400)
        if self._spot.offer(pool, 0).room < int(call.params.get("MinCount", 1)):
            raise Refused("InsufficientInstanceCapacity", NO_CAPACITY, 500)

    def launched(self, call: Call) -> None:
        """Take note of Spot Instances that run from now on."""
        if not _is_spot(call.params) or call.region != self._account.region or call.response is None:
            return
        account = self._account
        for name in dict.fromkeys(ID.findall(str(call.response.body))):
            kind, zone, _ = ec2_spot.place(account.account_id, account.region, name)
            self._spot.launched(name, Pool(kind, zone), highest_usd=_highest(call.params))

    def _pool(self, call: Call) -> Pool | None:
        """The pool that a request is for, None where it is for none, or leaves the zone to EC2."""
        asked, account = call.params, self._account
        if not _is_spot(asked) or call.region != account.region or not asked.get("InstanceType"):
            return None
        zone = asked.get("Placement", {}).get("AvailabilityZone", "")
        if subnet := asked.get("SubnetId"):
            zone = ec2_spot.subnet_zone(account.account_id, account.region, subnet)
        return Pool(asked["InstanceType"], zone) if zone else None


def _is_spot(asked: Mapping[str, Any]) -> bool:
    return bool(asked.get("InstanceMarketOptions", {}).get("MarketType") == "spot")


def _highest(asked: Mapping[str, Any]) -> float | None:
    said = asked["InstanceMarketOptions"].get("SpotOptions", {}).get("MaxPrice")
    return float(said) if said else None
