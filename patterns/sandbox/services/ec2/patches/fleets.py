"""EC2 Fleets in moto: made of whole requests, and judged as EC2 does. Their pools are `ec2_spot_pools`'.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-fleet-request-type.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFleet.html
Simplified: an instance has its template's image, type, key, groups, user data and tags, and a fleet gets at once what
there is. Not modelled: validity, health checks, attributes in place of instance types, ModifyFleet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from patterns.sandbox.services.ec2.patches import spot as ec2_spot
from patterns.sandbox.services.ec2.patches import spot_fleets, spot_pools

UNMODELLED = ("MaxTotalPrice", "MinTargetCapacity", "SingleAvailabilityZone", "SingleInstanceType")
"""What is refused of both kinds of options, since nothing would come of it."""


def apply() -> None:
    """Make EC2 Fleets that ask the account's pools."""
    from moto.ec2.responses.fleets import Fleets

    Fleets.create_fleet = _create


def _refusal(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)  # type: ignore[no-any-return]


def _create(self: Any) -> Any:
    from moto.core.responses import ActionResult
    from moto.ec2.utils import random_fleet_id

    told = copy.deepcopy(dict(self.params))
    kind, sources = told.get("Type") or "maintain", list(_sources(self.ec2_backend, told))
    asked = _asked(told, kind)
    _judge(self.ec2_backend, told, asked, sources)
    self.error_on_dryrun()
    tags = _tags(told, kind)
    specifications = [_tagged(specification, tags.get("instance", [])) for _, specification in sources]
    fleet = spot_fleets.built(self.ec2_backend, random_fleet_id(), asked, specifications)
    fleet.told, fleet.sources, fleet.created = told, [source for source, _ in sources], _now(self)
    fleet.errors = list(_errors(fleet)) if kind == "instant" else []
    fleet.launched = _instances(fleet) if kind == "instant" else []
    self.ec2_backend.fleets[fleet.id] = fleet
    if own := {tag["Key"]: tag["Value"] for tag in tags.get("fleet", [])}:
        self.ec2_backend.create_tags([fleet.id], own)
    at_once = {"Instances": fleet.launched, "Errors": fleet.errors} if kind == "instant" else {}
    return ActionResult({"FleetId": fleet.id, **at_once})


def _now(self: Any) -> Any:
    return ec2_spot.spot_of(self.region).now


def _sources(backend: Any, told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Where instances may come from: a template with an override, as it is told, and as it is launched."""
    for config in told.get("LaunchTemplateConfigs") or ():
        named = config["LaunchTemplateSpecification"]
        version = backend._get_template_from_args(named)
        known = {"LaunchTemplateId": version.template.id, "LaunchTemplateName": version.template.name}
        specification = {"LaunchTemplateSpecification": {**known, "Version": str(version.number)}}
        data = spot_fleets.template_data(backend, named)
        for override in config.get("Overrides") or [{}]:
            for subnet in str(override.get("SubnetId") or "").split(","):
                found = {**data, **override, "SubnetId": subnet.strip() or _subnet(backend, override)}
                found |= {"SpotPrice": override["MaxPrice"]} if override.get("MaxPrice") else {}
                yield {**specification, **({"Overrides": override} if override else {})}, found


def _subnet(backend: Any, override: dict[str, Any]) -> str | None:
    """The default subnet of the zone that an override names."""
    zone = override.get("AvailabilityZone") or (override.get("Placement") or {}).get("AvailabilityZone")
    found = backend.get_default_subnets().get(zone) if zone else None
    return found.id if found is not None else None


def _asked(told: dict[str, Any], kind: str) -> dict[str, Any]:
    """A request in the words of a Spot Fleet, for what both do alike."""
    capacity, spot, on_demand = (
        told.get(name) or {} for name in ("TargetCapacitySpecification", "SpotOptions", "OnDemandOptions")
    )
    total = int(capacity.get("TotalTargetCapacity") or 0)
    bought, as_spot = (int(capacity.get(f"{name}TargetCapacity") or 0) for name in ("OnDemand", "Spot"))
    if (capacity.get("DefaultTargetCapacityType") or "on-demand") == "on-demand":
        bought = max(bought, total - as_spot)
    return {
        "Type": kind, "IamFleetRole": "", "TargetCapacity": total, "OnDemandTargetCapacity": bought,
        "AllocationStrategy": spot.get("AllocationStrategy") or "lowest-price",
        "OnDemandAllocationStrategy": on_demand.get("AllocationStrategy") or "lowest-price",
        "InstancePoolsToUseCount": spot.get("InstancePoolsToUseCount") or 1,
        "InstanceInterruptionBehavior": spot.get("InstanceInterruptionBehavior") or "terminate",
        "SpotMaintenanceStrategies": spot.get("MaintenanceStrategies") or {},
    }  # fmt: skip


def _judge(backend: Any, told: dict[str, Any], asked: dict[str, Any], sources: list[Any]) -> None:
    """Refuse what EC2 refuses: as users report it of pools, their number and duplicates, else in words of our own."""
    capacity, spot = told.get("TargetCapacitySpecification") or {}, told.get("SpotOptions") or {}
    for options in (spot, told.get("OnDemandOptions") or {}):
        if unmodelled := [name for name in UNMODELLED if options.get(name)]:
            raise _refusal("UnsupportedOperation", f"{unmodelled[0]} of a fleet is not simulated: leave it out.")
    if (
        int(capacity.get("OnDemandTargetCapacity") or 0) + int(capacity.get("SpotTargetCapacity") or 0)
        > asked["TargetCapacity"]
    ):
        message = "The sum of OnDemandTargetCapacity and SpotTargetCapacity exceeds TotalTargetCapacity."
        raise _refusal("InvalidFleetConfig", message)
    lasting = {
        "interruption behavior": asked["InstanceInterruptionBehavior"] != "terminate",
        "capacity rebalance": bool(asked["SpotMaintenanceStrategies"].get("CapacityRebalance")),
    }
    if asked["Type"] != "maintain" and (named := next((name for name, is_asked in lasting.items() if is_asked), "")):
        raise _refusal("InvalidFleetConfig", f"The {named} is supported for fleets of type maintain only.")
    if spot.get("InstancePoolsToUseCount") and asked["AllocationStrategy"] != "lowest-price":
        message = "InstancePoolsToUseCount option is only available with the lowestPrice allocation strategy."
        raise _refusal("InvalidFleetConfig", message)
    _judge_sources(backend, sources)


def _judge_sources(backend: Any, sources: list[Any]) -> None:
    seen = set()
    for _, one in sources:
        for name in ("ImageId", "InstanceType"):
            if not one.get(name):
                raise _refusal("InvalidFleetConfig", f"The launch template must contain the parameter {name}.")
        zone = backend.get_subnet(one["SubnetId"]).availability_zone if one.get("SubnetId") else None
        if (one["InstanceType"], zone) in seen:
            message = "The fleet configuration contains duplicate instance pools."
            raise _refusal("InvalidFleetConfig", message)
        seen.add((one["InstanceType"], zone))


def _tags(told: dict[str, Any], kind: str) -> dict[str, list[dict[str, str]]]:
    """Tags by what they are for. Only a fleet that is made at once tags its instances itself."""
    found = {
        specification["ResourceType"]: list(specification.get("Tags") or ())
        for specification in told.get("TagSpecifications") or ()
    }
    if kind != "instant" and (other := [name for name in found if name != "fleet"]):
        message = f"'{other[0]}' is not a valid taggable resource type for this operation."
        raise _refusal("InvalidParameterValue", message)
    return found


def _tagged(specification: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """A specification whose instances get tags beside those of its template."""
    before = [dict(tag_specification) for tag_specification in specification.get("TagSpecifications") or ()]
    return {
        **specification,
        "TagSpecifications": [*before, {"ResourceType": "instance", "Tags": tags}] if tags else before,
    }


def _errors(fleet: Any) -> Iterator[dict[str, Any]]:
    """Why each pool gave no more, where a fleet that is made at once has less than it asked for."""
    from patterns.sandbox.services.ec2.spot import launch_options

    spot = ec2_spot.spot_of(fleet.ec2_backend.region_name)
    if fleet.fulfilled_capacity >= fleet.target_capacity:
        return
    for source, one in zip(fleet.sources, fleet.launch_specs, strict=True):
        price = spot.price_usd(spot_pools.pool(fleet, one))
        code, message = "InsufficientInstanceCapacity", launch_options.NO_CAPACITY
        if one.spot_price and float(one.spot_price) < price:
            code, message = launch_options.too_low(float(one.spot_price), price)
        yield {
            "LaunchTemplateAndOverrides": source, "Lifecycle": "spot", "ErrorCode": code, "ErrorMessage": message,
        }  # fmt: skip


def _instances(fleet: Any) -> list[dict[str, Any]]:
    """What was launched, one entry for each source and way of buying."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    for request in fleet.spot_requests:
        place = fleet.launch_specs.index(spot_pools.specification(fleet, request))
        lifecycle = "spot" if request.instance.lifecycle == "spot" else "on-demand"
        entry = found.setdefault((place, lifecycle), {
            "LaunchTemplateAndOverrides": fleet.sources[place], "Lifecycle": lifecycle, "InstanceIds": [],
            "InstanceType": request.instance.instance_type, "AvailabilityZone": request.instance.placement.zone,
            "SubnetId": request.instance.subnet_id,
        })  # fmt: skip
        entry["InstanceIds"].append(request.instance.id)
    return [found[key] for key in sorted(found)]
