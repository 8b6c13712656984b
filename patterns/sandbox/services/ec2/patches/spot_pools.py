"""Which pools the instances of moto's Spot Fleets and EC2 Fleets come from, and how much of its capacity a fleet has.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-allocation-strategy.html
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-fleet-on-demand-capacity.html
Simplified: a specification without a subnet is asked for in the region's first zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from patterns.sandbox.services.ec2.patches import spot as ec2_spot

HYPHENS = {
    "lowestPrice": "lowest-price", "capacityOptimized": "capacity-optimized",
    "capacityOptimizedPrioritized": "capacity-optimized-prioritized",
    "priceCapacityOptimized": "price-capacity-optimized",
}  # fmt: skip
"""A strategy's name for a fleet -> the same for a group, in which `spot.strategies` knows it."""


def apply() -> None:
    """Let fleets ask the pools of the account."""
    from moto.ec2.models.spot_requests import SpotFleetRequest

    SpotFleetRequest.create_spot_requests = fill
    SpotFleetRequest.stopped_requests = ()


def asked(account_id: str, region: str, fleet_id: str) -> dict[str, Any]:
    """What was asked of an active fleet, nothing of one that is gone or cancelled."""
    fleet = _fleet(account_id, region, fleet_id)
    found: dict[str, Any] = fleet.asked if fleet is not None and fleet.state == "active" else {}
    return found


def maintains(asked: dict[str, Any]) -> bool:
    """Whether a fleet replaces what is taken back."""
    return bool(asked) and asked.get("Type", "maintain") == "maintain"


def launch(account_id: str, region: str, fleet_id: str, at_risk: Iterable[str] = ()) -> int:
    """Launch what a fleet lacks, not counting its instances at risk; return how many were to be had."""
    fleet = _fleet(account_id, region, fleet_id)
    if fleet is None:
        return 0
    before, leaving = len(fleet.spot_requests), set(at_risk)
    beyond = sum(weight(fleet, request) for request in fleet.spot_requests if request.instance.id in leaving)
    count(fleet)
    missing = fleet.target_capacity + beyond - fleet.fulfilled_capacity
    if missing > 0:
        fleet.create_spot_requests(missing)
    return len(fleet.spot_requests) - before


def count(fleet: Any) -> None:
    """Let a fleet have the capacity of the instances that run for it; those that were stopped it may start again."""
    there = [one for one in (*fleet.spot_requests, *fleet.stopped_requests) if one.instance.state != "terminated"]
    fleet.stopped_requests = [one for one in there if one.instance.state == "stopped"]
    fleet.spot_requests = [one for one in there if one.instance.state != "stopped"]
    fleet.fulfilled_capacity = float(sum(weight(fleet, request) for request in fleet.spot_requests))


def fill(self: Any, weight_to_add: float) -> None:
    """Launch so much capacity: first what is to be on demand, then Spot as far as the pools give it."""
    missing, on_demand = weight_to_add, float(self.asked.get("OnDemandTargetCapacity") or 0)
    has = sum(weight(self, request) for request in self.spot_requests if request.instance.lifecycle != "spot")
    while has < on_demand and missing > 0:
        has += _requested(self, _on_demand(self), is_spot=False)
        missing = weight_to_add - has
    while missing > 0 and (found := _next(self)) is not None:
        missing -= _requested(self, found, is_spot=True)
    count(self)
    spot = ec2_spot.spot_of(self.ec2_backend.region_name)
    if missing > 0:
        spot.fleets.short(self.id)


def too_many(fleet: Any) -> list[Any]:
    """Take out of a fleet what exceeds its target, the youngest first, of the fullest pool first."""
    ended = []
    count(fleet)
    while fleet.spot_requests:
        there = Counter(id(specification(fleet, request)) for request in fleet.spot_requests)
        last = max(reversed(fleet.spot_requests), key=lambda request: there[id(specification(fleet, request))])
        if fleet.fulfilled_capacity - weight(fleet, last) < fleet.target_capacity:
            break
        fleet.fulfilled_capacity -= weight(fleet, last)
        fleet.spot_requests.remove(last)
        ended.append(last)
    return ended


def _fleet(account_id: str, region: str, fleet_id: str) -> Any:
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account_id][region]
    return backend.get_spot_fleet_request(fleet_id) or backend.get_fleet(fleet_id)


def _next(fleet: Any) -> Any:
    """The specification that the next instance comes from, None where no pool gives one."""
    from patterns.sandbox.services.ec2.spot.strategies import choice

    spot = ec2_spot.spot_of(fleet.ec2_backend.region_name)
    has = Counter(id(specification(fleet, request)) for request in fleet.spot_requests)
    offers = {}
    for number, one in enumerate(fleet.launch_specs):
        limit = float(one.spot_price) if one.spot_price else None
        about = {"priority": _priority(fleet, number), "weight": one.weighted_capacity, "highest_usd": limit}
        offers[spot.offer(pool(fleet, one), has[id(one)], **about)] = one
    strategy = HYPHENS.get(fleet.allocation_strategy, fleet.allocation_strategy)
    pools = int(fleet.asked.get("InstancePoolsToUseCount") or 1)
    taken = choice(strategy, list(offers), pools=pools)
    return None if taken is None else offers[taken]


def _on_demand(fleet: Any) -> Any:
    """The specification that capacity on demand comes from: the cheapest, or the first where it is prioritized."""
    from patterns.sandbox.services.ec2.spot.on_demand import hourly_usd

    if fleet.asked.get("OnDemandAllocationStrategy") == "prioritized":
        return min(enumerate(fleet.launch_specs), key=lambda pair: _priority(fleet, pair[0]))[1]
    return min(fleet.launch_specs, key=lambda spec: hourly_usd(spec.instance_type) / spec.weighted_capacity)


def _priority(fleet: Any, number: int) -> float:
    """The priority of a specification, its place in the list where none is said; the lowest comes first."""
    said = fleet.specifications[number].get("Priority")
    return float(number if said is None else said)


def _requested(fleet: Any, one: Any, *, is_spot: bool) -> float:
    """Launch an instance of a specification, or start one that was stopped; return what it counts for.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/interruption-behavior.html: where the strategy leads back to a
    pool with stopped instances, these are started.
    """
    if is_spot and _started_again(fleet, one):
        return float(one.weighted_capacity)
    made = fleet.spot_backend.request_spot_instances(
        price=one.spot_price, image_id=one.image_id, count=1, spot_instance_type="persistent", valid_from=None,
        valid_until=None, launch_group=None, availability_zone_group=None, key_name=one.key_name,
        security_groups=one.group_set, user_data=one.user_data, instance_type=one.instance_type, placement=None,
        kernel_id=None, ramdisk_id=None, monitoring_enabled=one.monitoring_enabled, subnet_id=one.subnet_id,
        spot_fleet_id=fleet.id, tags=one.tag_specifications,
    )  # fmt: skip
    fleet.spot_requests += made
    instance, spot = made[0].instance, ec2_spot.spot_of(fleet.ec2_backend.region_name)
    if not is_spot:
        instance.lifecycle = None
    else:
        instance.spot_instance_request_id = made[0].id
        wanted, launch = _wanted(fleet, one), {"ImageId": one.image_id, "SubnetId": one.subnet_id}
        spot.launched(instance.id, pool(fleet, one), wanted, launch, request=made[0].id, fleet=fleet.id)
    return float(one.weighted_capacity)


def _started_again(fleet: Any, one: Any) -> bool:
    """Whether there was a stopped instance of a specification, which runs from now on."""
    spot = ec2_spot.spot_of(fleet.ec2_backend.region_name)
    stopped_request = next((each for each in fleet.stopped_requests if specification(fleet, each) is one), None)
    if stopped_request is None:
        return False
    stopped_request.instance.start()
    fleet.stopped_requests.remove(stopped_request)
    fleet.spot_requests.append(stopped_request)
    spot.started(stopped_request.instance.id)
    return True


def _wanted(fleet: Any, one: Any) -> Any:
    """What a fleet asks of Spot for an instance: what it may stop comes back, and is asked for persistently."""
    from patterns.sandbox.services.ec2.spot.launch_options import Action, Kind, Wanted

    action = Action(fleet.instance_interruption_behaviour or Action.TERMINATE)
    kind = Kind.ONE_TIME if action is Action.TERMINATE else Kind.PERSISTENT
    return Wanted(kind, action, str(one.spot_price or ""))


def pool(fleet: Any, one: Any) -> Any:
    """The pool that a specification's instances come from."""
    from patterns.sandbox.services.ec2.spot.market import Pool

    backend = fleet.ec2_backend
    zone = backend.get_subnet(one.subnet_id).availability_zone if one.subnet_id else f"{backend.region_name}a"
    return Pool(one.instance_type, zone)


def specification(fleet: Any, request: Any) -> Any:
    """The specification an instance of a fleet came from."""
    alike = (
        spec for spec in fleet.launch_specs
        if (spec.instance_type, spec.subnet_id or request.instance.subnet_id)
        == (request.instance.instance_type, request.instance.subnet_id)
    )  # fmt: skip
    return next(alike, fleet.launch_specs[0])


def weight(fleet: Any, request: Any) -> float:
    """What an instance of a fleet counts for."""
    return float(specification(fleet, request).weighted_capacity)
