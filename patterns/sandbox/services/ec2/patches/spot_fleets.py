"""Spot Fleet requests in moto: kept as they were asked, judged as EC2 judges them. What they get is `ec2_spot_pools`'.

Not modelled: load balancers, validity, that a fleet hibernates only what has an encrypted root volume.
"""

from __future__ import annotations

import copy
import math
from typing import Any

from patterns.sandbox.services.ec2.patches import spot_pools as pools

STRATEGIES = frozenset({
    "lowestPrice", "diversified", "capacityOptimized", "capacityOptimizedPrioritized", "priceCapacityOptimized",
})  # fmt: skip
TOLD = {"LowestPrice": "lowestPrice", "CapacityOptimized": "capacityOptimized"}


def apply() -> None:
    """Make fleets from whole requests, and let them shrink and end as they should."""
    from moto.ec2.models.spot_requests import SpotFleetRequest, SpotRequestBackend
    from moto.ec2.responses.spot_fleets import SpotFleets

    SpotFleetRequest.spot_fleet_request_config = property(_config)
    SpotFleetRequest.tag_set = property(_tags)
    SpotFleetRequest.terminate_instances = _shrink
    SpotRequestBackend.modify_spot_fleet_request = _modify
    SpotFleets.request_spot_fleet = _request
    SpotFleets.modify_spot_fleet_request = _modify_response
    SpotFleets.cancel_spot_fleet_requests = _cancel


def _refusal(code: str, message: str) -> Exception:
    from moto.ec2.exceptions import EC2ClientError

    return EC2ClientError(code, message)  # type: ignore[no-any-return]


def _request(self: Any) -> Any:
    from moto.core.responses import ActionResult

    asked = self._get_param("SpotFleetRequestConfig", {})
    specifications = _specifications(self.ec2_backend, asked)
    _judge(self.ec2_backend, asked, specifications)
    tags = [
        specification
        for specification in asked.get("TagSpecifications", [])
        if specification.get("ResourceType") == "spot-fleet-request"
    ]
    made = _made(self.ec2_backend, asked, specifications, tags)
    return ActionResult({"SpotFleetRequestId": made.id})


def _made(backend: Any, asked: dict[str, Any], specifications: list[dict[str, Any]], tags: list[Any]) -> Any:
    """The fleet, with what of its capacity there is, and its tags."""
    from moto.ec2.utils import random_spot_fleet_request_id

    fleet = built(backend, random_spot_fleet_request_id(), asked, specifications)
    if own := {tag["Key"]: tag["Value"] for one in tags for tag in one["Tags"]}:
        backend.create_tags([fleet.id], own)
    backend.spot_fleet_requests[fleet.id] = fleet
    return fleet


def built(backend: Any, name: str, asked: dict[str, Any], specifications: list[dict[str, Any]]) -> Any:
    """A fleet of an id, with what of its capacity there is; who asked for it keeps it."""
    from moto.ec2.models.spot_requests import SpotFleetRequest

    strategy = asked.get("AllocationStrategy", "lowestPrice")
    fleet = SpotFleetRequest.__new__(SpotFleetRequest)
    fleet.asked, fleet.specifications = copy.deepcopy(dict(asked)), specifications
    fleet.__init__(
        ec2_backend=backend, spot_backend=backend, spot_fleet_request_id=name,
        spot_price=asked.get("SpotPrice"), target_capacity=asked["TargetCapacity"],
        iam_fleet_role=asked["IamFleetRole"], allocation_strategy=TOLD.get(strategy, strategy),
        launch_specs=specifications, launch_template_config=None,
        instance_interruption_behaviour=asked.get("InstanceInterruptionBehavior"), tag_specifications=None,
    )  # fmt: skip
    return fleet


def _specifications(backend: Any, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What may be launched, one for each pool: a launch specification in each of its subnets, or an override."""
    specifications = []
    for specification in asked.get("LaunchSpecifications") or []:
        groups = [
            group["GroupId"] if isinstance(group, dict) else group for group in specification.get("SecurityGroups", [])
        ]
        subnets = str(specification.get("SubnetId") or "").split(",")
        specifications += [
            {**specification, "SecurityGroups": groups, "SubnetId": subnet.strip() or None} for subnet in subnets
        ]
    for config in asked.get("LaunchTemplateConfigs") or []:
        data = template_data(backend, config["LaunchTemplateSpecification"])
        specifications += [{**data, **override} for override in config.get("Overrides") or [{}]]
    return specifications


def template_data(backend: Any, named: dict[str, Any]) -> dict[str, Any]:
    """What the version of a launch template that is named launches."""
    by_name = "LaunchTemplateName" in named
    template = (
        backend.get_launch_template_by_name(name=named["LaunchTemplateName"]) if by_name
        else backend.get_launch_template(template_id=named["LaunchTemplateId"])
    )  # fmt: skip
    version = str(named.get("Version", "$Default"))
    if version == "$Latest":
        answer = template.latest_version()
    else:
        answer = template.get_version(template.default_version_number if version == "$Default" else int(version))
    data = dict(answer.data)
    return {**data, "SecurityGroups": data.get("SecurityGroupIds", [])}


def _judge(backend: Any, asked: dict[str, Any], specifications: list[dict[str, Any]]) -> None:
    """Refuse what EC2 refuses: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestSpotFleet.html."""
    if asked.get("LaunchSpecifications") and asked.get("LaunchTemplateConfigs"):
        message = "LaunchSpecifications and LaunchTemplateConfigs cannot be specified together."
        raise _refusal("InvalidSpotFleetRequestConfig", message)
    if not specifications:
        message = "Either LaunchSpecifications or LaunchTemplateConfigs must be specified."
        raise _refusal("InvalidSpotFleetRequestConfig", message)
    strategy = asked.get("AllocationStrategy", "lowestPrice")
    if TOLD.get(strategy, strategy) not in STRATEGIES:
        raise _refusal("InvalidSpotFleetRequestConfig", f"Invalid allocation strategy: {strategy}.")
    action = asked.get("InstanceInterruptionBehavior") or "terminate"
    if action != "terminate" and not pools.maintains(asked):
        message = f"The interruption behavior {action} is supported for fleets of type maintain only."
        raise _refusal("InvalidSpotFleetRequestConfig", message)
    for specification in specifications:
        for name in ("ImageId", "InstanceType"):
            if not specification.get(name):
                message = f"The launch specification must contain the parameter {name}."
                raise _refusal("InvalidSpotFleetRequestConfig", message)
        if specification.get("SubnetId"):
            backend.get_subnet(specification["SubnetId"])
        if specification.get("SpotPrice") is not None and not _is_price(specification["SpotPrice"]):
            raise _refusal("InvalidParameterValue", f"Invalid value '{specification['SpotPrice']}' for SpotPrice.")


def _is_price(said: Any) -> bool:
    try:
        return 0 < float(said) < math.inf
    except ValueError:
        return False


def _config(self: Any) -> dict[str, Any]:
    """The request as it was made, with what has been changed of it since."""
    told = {
        "Type": "maintain", "AllocationStrategy": "lowestPrice", "ExcessCapacityTerminationPolicy": "default",
        "InstanceInterruptionBehavior": "terminate", "ReplaceUnhealthyInstances": False,
        "TerminateInstancesWithExpiration": False, "OnDemandTargetCapacity": 0,
    }  # fmt: skip
    return {
        **told, **self.asked, "TargetCapacity": self.target_capacity, "FulfilledCapacity": self.fulfilled_capacity,
    }  # fmt: skip


def _tags(self: Any) -> list[dict[str, str]]:
    answer: list[dict[str, str]] = self.ec2_backend.describe_tags(filters={"resource-id": [self.id]})
    return [{"Key": tag["key"], "Value": tag["value"]} for tag in answer]


def _shrink(self: Any) -> None:
    """Terminate what exceeds the target."""
    _end(self, pools.too_many(self))


def _end(fleet: Any, requests: list[Any]) -> None:
    for request in requests:
        fleet.spot_backend.spot_instance_requests.pop(request.id, None)
    if requests:
        fleet.ec2_backend.terminate_instances([request.instance.id for request in requests])
    pools.count(fleet)


def _modify(self: Any, spot_fleet_request_id: str, target_capacity: int, terminate_instances: str) -> None:
    fleet = self.spot_fleet_requests.get(spot_fleet_request_id)
    if fleet is None:
        message = f"The spot fleet request ID '{spot_fleet_request_id}' does not exist"
        raise _refusal("InvalidSpotFleetRequestId.NotFound", message)
    fleet.target_capacity = target_capacity
    missing = target_capacity - fleet.fulfilled_capacity
    if missing > 0:
        fleet.create_spot_requests(missing)
    elif terminate_instances.lower() == "default":
        fleet.terminate_instances()


def _modify_response(self: Any) -> Any:
    """Change a fleet that maintains its capacity."""
    from moto.core.responses import ActionResult

    name = self._get_param("SpotFleetRequestId")
    fleet = self.ec2_backend.get_spot_fleet_request(name)
    if fleet is not None and fleet.asked.get("Type", "maintain") != "maintain":
        message = "Only a fleet of type maintain can be modified."
        raise _refusal("InvalidSpotFleetRequestConfig", message)
    policy = self._get_param("ExcessCapacityTerminationPolicy", "default")
    if fleet is not None:
        for parameter in ("ExcessCapacityTerminationPolicy", "OnDemandTargetCapacity", "Context"):
            if (value := self._get_param(parameter)) is not None:
                fleet.asked[parameter] = value
    wanted = self._get_int_param("TargetCapacity")
    if wanted is None:
        wanted = fleet.target_capacity if fleet is not None else 0
    self.ec2_backend.modify_spot_fleet_request(name, wanted, policy)
    return ActionResult({"Return": True})


def _cancel(self: Any) -> Any:
    """Cancel fleets, with their instances or without."""
    from moto.core.responses import ActionResult

    ended, unknown = [], []
    for name in self._get_param("SpotFleetRequestIds", []):
        fleet = self.ec2_backend.get_spot_fleet_request(name)
        if fleet is None:
            error = {"Code": "fleetRequestIdDoesNotExist", "Message": f"The spot fleet request {name} does not exist."}
            unknown.append({"SpotFleetRequestId": name, "Error": error})
            continue
        before = fleet.state
        pools.count(fleet)
        # What was stopped is terminated whatever becomes of the others.
        stopped, fleet.stopped_requests = fleet.stopped_requests, []
        _end(fleet, stopped)
        if self._get_bool_param("TerminateInstances"):
            fleet.state, requests = "cancelled_terminating", fleet.spot_requests
            fleet.spot_requests, fleet.fulfilled_capacity = [], 0.0
            _end(fleet, requests)
            del self.ec2_backend.spot_fleet_requests[name]
        else:
            fleet.state = "cancelled_running"
        ended.append({
            "SpotFleetRequestId": name, "CurrentSpotFleetRequestState": fleet.state,
            "PreviousSpotFleetRequestState": before,
        })  # fmt: skip
    return ActionResult({"SuccessfulFleetRequests": ended, "UnsuccessfulFleetRequests": unknown})
