"""EC2 Fleets in moto: told and deleted as EC2 does. How one is made says `ec2_fleets`.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-ec2-fleet.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from patterns.sandbox.services.ec2.patches import spot_pools, spot_prices

FILTERS: Mapping[str, Callable[[dict[str, Any]], str]] = {
    "activity-status": lambda one: str(one["ActivityStatus"]).replace("_", "-"),
    "excess-capacity-termination-policy": lambda one: str(
        one["ExcessCapacityTerminationPolicy"] == "termination"
    ).lower(),
    "fleet-state": lambda one: str(one["FleetState"]).replace("_", "-"),
    "replace-unhealthy-instances": lambda one: str(one["ReplaceUnhealthyInstances"]).lower(),
    "type": lambda one: str(one["Type"]),
}


def apply() -> None:
    """Tell of fleets what was asked of them and what they have, and delete them."""
    from moto.ec2.responses.fleets import Fleets

    Fleets.describe_fleets = _describe
    Fleets.describe_fleet_instances = _describe_instances
    Fleets.delete_fleets = _delete


def _refusal(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)  # type: ignore[no-any-return]


def _found(self: Any, names: Iterable[str]) -> list[Any]:
    """The fleets of ids."""
    found = []
    for name in names:
        if self.ec2_backend.get_fleet(name) is None:
            raise _refusal("InvalidFleetId.NotFound", f"The fleet ID '{name}' does not exist")
        found.append(self.ec2_backend.get_fleet(name))
    return found


def _describe(self: Any) -> Any:
    """The fleets of ids, or all but those that were made at once, which are told by their id alone."""
    from moto.core.responses import ActionResult

    self.error_on_dryrun()
    names = self._get_param("FleetIds", [])
    fleets = _found(self, names) if names else [
        fleet for fleet in self.ec2_backend.fleets.values() if fleet.asked["Type"] != "instant"
    ]  # fmt: skip
    told = [_told(self, fleet) for fleet in fleets]
    for name, values in self._filters_from_querystring().items():
        if name not in FILTERS:
            raise _refusal("InvalidParameterValue", f"The filter '{name}' is invalid")
        told = [one for one in told if FILTERS[name](one) in values]
    first, most = spot_prices.page(self)
    more = str(first + most) if len(told) > first + most else None
    return ActionResult({"Fleets": told[first : first + most], "NextToken": more})


def _told(self: Any, fleet: Any) -> dict[str, Any]:
    """A fleet as the API tells it."""
    spot_pools.count(fleet)
    asked, told = fleet.asked, fleet.told
    on_demand = sum(
        spot_pools.weight(fleet, request) for request in fleet.spot_requests if request.instance.lifecycle != "spot"
    )
    is_filled = asked["Type"] == "instant" or fleet.fulfilled_capacity >= fleet.target_capacity
    tags = self.ec2_backend.describe_tags(filters={"resource-id": [fleet.id]})
    at_once = {"Instances": fleet.launched, "Errors": fleet.errors} if asked["Type"] == "instant" else {}
    return {
        "FleetId": fleet.id, "FleetState": _state(fleet), "Type": asked["Type"], "CreateTime": fleet.created,
        "ActivityStatus": "fulfilled" if is_filled else "pending_fulfillment",
        "FulfilledCapacity": fleet.fulfilled_capacity, "FulfilledOnDemandCapacity": float(on_demand),
        "LaunchTemplateConfigs": told.get("LaunchTemplateConfigs") or [],
        "TargetCapacitySpecification": _capacity(told, asked),
        "SpotOptions": {
            "InstanceInterruptionBehavior": asked["InstanceInterruptionBehavior"],
            "InstancePoolsToUseCount": asked["InstancePoolsToUseCount"], **(told.get("SpotOptions") or {}),
            "AllocationStrategy": asked["AllocationStrategy"],
        },
        "OnDemandOptions": {"AllocationStrategy": "lowest-price", **(told.get("OnDemandOptions") or {})},
        "ExcessCapacityTerminationPolicy": told.get("ExcessCapacityTerminationPolicy") or "termination",
        "TerminateInstancesWithExpiration": bool(told.get("TerminateInstancesWithExpiration")),
        "ReplaceUnhealthyInstances": bool(told.get("ReplaceUnhealthyInstances")),
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in tags], **at_once,
    }  # fmt: skip


def _capacity(told: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    said = told.get("TargetCapacitySpecification") or {}
    rest = {"OnDemandTargetCapacity": 0, "SpotTargetCapacity": 0, "DefaultTargetCapacityType": "on-demand"}
    return {**rest, **said, "TotalTargetCapacity": asked["TargetCapacity"]}


def _state(fleet: Any) -> str:
    """Its state; a deleted fleet whose instances are gone is deleted for good."""
    if fleet.state in ("deleted_terminating", "deleted_running") and not fleet.spot_requests:
        fleet.state = "deleted"
    return str(fleet.state)


def _describe_instances(self: Any) -> Any:
    """The instances that run for a fleet."""
    from moto.core.responses import ActionResult

    [fleet] = _found(self, [self._get_param("FleetId")])
    spot_pools.count(fleet)
    active = [
        {
            "InstanceId": request.instance.id, "InstanceType": request.instance.instance_type,
            "InstanceHealth": "healthy",
            **({"SpotInstanceRequestId": request.id} if request.instance.lifecycle == "spot" else {}),
        }
        for request in fleet.spot_requests
    ]  # fmt: skip
    return ActionResult({"ActiveInstances": active, "FleetId": fleet.id})


def _delete(self: Any) -> Any:
    """Delete fleets, with their instances unless somebody says otherwise; what is stopped ends in any case.

    That an instant fleet is deleted with its instances only is AWS's; how it says so, no page tells.
    """
    from moto.core.responses import ActionResult

    self.error_on_dryrun()
    ended, failed = [], []
    terminates = self._get_bool_param("TerminateInstances")
    for name in self._get_param("FleetIds", []):
        fleet = self.ec2_backend.get_fleet(name)
        if fleet is None or fleet.state != "active":
            failed.append({"FleetId": name, "Error": _error(name, fleet)})
            continue
        if not terminates and fleet.asked["Type"] == "instant":
            message = "NoTerminateInstances option is not supported for instant fleet"
            raise _refusal("OperationNotPermitted", message)
        fleet.state = "deleted_terminating" if terminates else "deleted_running"
        ended.append({"FleetId": name, "CurrentFleetState": fleet.state, "PreviousFleetState": "active"})
        spot_pools.count(fleet)
        gone = [*fleet.stopped_requests, *(fleet.spot_requests if terminates else ())]
        if gone:
            self.ec2_backend.terminate_instances([one.instance.id for one in gone])
        spot_pools.count(fleet)
    return ActionResult({"SuccessfulFleetDeletions": ended, "UnsuccessfulFleetDeletions": failed})


def _error(name: str, fleet: Any) -> dict[str, str]:
    if fleet is None:
        return {"Code": "fleetIdDoesNotExist", "Message": f"The fleet ID '{name}' does not exist"}
    return {"Code": "fleetNotInDeletableState", "Message": f"The fleet {name} is {fleet.state}"}
