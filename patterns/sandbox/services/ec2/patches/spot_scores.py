"""GetSpotPlacementScores, which moto does not know: how much the pools of places give. How it is scored: `placement`.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSpotPlacementScores.html
The words of the refusals are not AWS's, whose pages quote none. Not modelled: attributes in place of instance types,
local zones, the limits on target capacity and on how many configurations a day may be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from patterns.sandbox.services.ec2.patches import spot as ec2_spot

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.service import Spot

MOST_REGIONS = 10
"""The Regions that a request may name, and the places that an answer tells."""

UNITS: Mapping[str, Callable[[dict[str, Any]], float]] = {
    "units": lambda kind: 1.0,
    "vcpu": lambda kind: float(kind["VCpuInfo"]["DefaultVCpus"]),
    "memory-mib": lambda kind: float(kind["MemoryInfo"]["SizeInMiB"]),
}
"""What an instance counts for, by the unit of the target capacity."""


def apply() -> None:
    """Answer for the pools of the account, and of the same market's in other Regions."""
    from moto.ec2.responses.spot_instances import SpotInstances

    SpotInstances.get_spot_placement_scores = _get_spot_placement_scores


def _refusal(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)  # type: ignore[no-any-return]


def _get_spot_placement_scores(self: Any) -> Any:
    """The ten places that score best, those of one score by their name."""
    from moto.core.responses import ActionResult

    from patterns.sandbox.services.ec2.spot import placement

    types, regions = _asked(self)
    self.error_on_dryrun()
    spot, target = ec2_spot.spot_of(self.region), float(self._get_int_param("TargetCapacity") or 1)
    rooms = _rooms(self, spot, types, regions)
    found: list[dict[str, Any]] = [
        {**dict(place), "Score": placement.score(room, target, len(set(types)))} for place, room in rooms.items()
    ]  # fmt: skip
    best = sorted(found, key=lambda one: (-one["Score"], one["Region"], one.get("AvailabilityZoneId", "")))
    return ActionResult({"SpotPlacementScores": best[:MOST_REGIONS], "NextToken": None})


def _asked(self: Any) -> tuple[list[str], list[str]]:
    """The types and the Regions that a request names."""
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    types, regions = self._get_param("InstanceTypes", []), self._get_param("RegionNames", [])
    if self._get_param("InstanceRequirementsWithMetadata"):
        if types:
            told = "InstanceTypes and InstanceRequirementsWithMetadata cannot be specified together."
            raise _refusal("InvalidParameterCombination", told)
        told = "Spot placement scores are simulated for InstanceTypes only, not for InstanceRequirementsWithMetadata."
        raise _refusal("UnsupportedOperation", told)
    if not types:
        raise _refusal("MissingParameter", "The request must contain the parameter InstanceTypes")
    if unknown := [type_name for type_name in types if type_name not in INSTANCE_TYPES]:
        raise _refusal("InvalidInstanceType", f"The instance type '{unknown[0]}' does not exist")
    if len(regions) > MOST_REGIONS:
        told = f"A request may name {MOST_REGIONS} Regions at most, got {len(regions)}."
        raise _refusal("InvalidParameterValue", told)
    known = {region.name for region in self.ec2_backend.describe_regions()}
    if strange := [region for region in regions if region not in known]:
        raise _refusal(
            "InvalidParameterValue", f"Invalid value '{strange[0]}' for RegionNames: there is no such Region"
        )
    return types, regions


Place = tuple[tuple[str, str], ...]


def _rooms(self: Any, spot: Spot, types: list[str], regions: list[str]) -> dict[Place, float]:
    """How much each place has room for, of those that offer one of the types."""
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    from patterns.sandbox.services.ec2.spot.market import Pool

    weigh = UNITS[self._get_param("TargetCapacityUnitType") or "units"]
    by_zone = self._get_bool_param("SingleAvailabilityZone")
    rooms: dict[Place, float] = {}
    for region, zone, zone_id, kind in _pools(self, set(types), regions):
        place: Place = (("Region", region), *([("AvailabilityZoneId", zone_id)] if by_zone else []))
        room = max(0, spot.offer(Pool(kind, zone), 0).room)
        rooms[place] = rooms.get(place, 0.0) + room * weigh(INSTANCE_TYPES[kind])
    return rooms


def _pools(self: Any, types: set[str], regions: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Region, zone, its id and type of each pool: of the Regions that are named, or of those nobody opts in to."""
    from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
    from moto.ec2.models.instance_types import INSTANCE_TYPE_OFFERINGS

    offered = INSTANCE_TYPE_OFFERINGS["availability-zone"]
    open_to_all = [
        region.name for region in self.ec2_backend.describe_regions() if region.opt_in_status == "opt-in-not-required"
    ]
    for region in regions or open_to_all:
        ids = {zone.name: zone.zone_id for zone in RegionsAndZonesBackend.zones.get(region, ())}
        for one in offered.get(region, ()):
            if one["InstanceType"] in types and one["Location"] in ids:
                yield region, one["Location"], ids[one["Location"]], one["InstanceType"]
