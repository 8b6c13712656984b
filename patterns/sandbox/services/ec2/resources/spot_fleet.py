"""AWS::EC2::SpotFleet.

Not modelled: load balancers, validity. Pools and their prices are made up from the seed (`sandbox/spot`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.provider.numbers import number
from patterns.sandbox.provider.reading import Responses
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

CHANGEABLE = ("TargetCapacity", "OnDemandTargetCapacity", "ExcessCapacityTerminationPolicy", "Context")
"""What a fleet that exists can be told: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySpotFleetRequest.html"""

POLICIES = {"Default": "default", "NoTermination": "noTermination"}
"""CloudFormation's words -> EC2's, which it takes as well."""

ENDED = ("cancelled", "cancelled_running", "cancelled_terminating")


class SpotFleet(Ec2Provider):
    """A request for capacity from several Spot pools; its physical id is the request's."""

    type = "AWS::EC2::SpotFleet"
    resource_type = "spot-fleet-request"
    identifier = "SpotFleetRequestId"
    creation = "request_spot_fleet"
    deletion = "cancel_spot_fleet_requests"
    gone = frozenset({"InvalidSpotFleetRequestId.NotFound"})
    listing = Call("describe_spot_fleet_requests", "SpotFleetRequestConfigs")
    entry_id = "SpotFleetRequestId"
    properties = (
        Property("SpotFleetRequestConfigData", create="SpotFleetRequestConfig", get=entry("SpotFleetRequestConfig"),
                 code="set_capacity", effect="Nothing is bought; the prices and the room of the pools are made up."),
        TAGS,
    )  # fmt: skip
    examples = (
        {
            "SpotFleetRequestConfigData": {
                "IamFleetRole": "{role.Arn}", "TargetCapacity": 1,
                "LaunchSpecifications": [{"ImageId": "ami-12c6146b", "InstanceType": "t3.small"}],
            }
        },
        {
            "SpotFleetRequestConfigData": {
                "IamFleetRole": "{role.Arn}", "TargetCapacity": 4, "AllocationStrategy": "priceCapacityOptimized",
                "Type": "maintain", "ReplaceUnhealthyInstances": True, "InstanceInterruptionBehavior": "terminate",
                "TerminateInstancesWithExpiration": True, "ExcessCapacityTerminationPolicy": "Default",
                "LaunchTemplateConfigs": [
                    {
                        "LaunchTemplateSpecification": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
                        "Overrides": [
                            {"InstanceType": "m5.large", "SubnetId": "{subnet}"},
                            {"InstanceType": "m6i.large", "SubnetId": "{other_subnet}"},
                        ],
                    }
                ],
            },
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "SpotFleetRequestConfigData": {
                "IamFleetRole": "{role.Arn}", "TargetCapacity": 3, "AllocationStrategy": "lowestPrice",
                "InstancePoolsToUseCount": 2,
                "LaunchSpecifications": [
                    {
                        "ImageId": "ami-12c6146b", "InstanceType": "m5.large", "SubnetId": "{subnet}",
                        "SecurityGroups": [{"GroupId": "{group}"}], "SpotPrice": "0.05", "WeightedCapacity": 1,
                    },
                    {
                        "ImageId": "ami-12c6146b", "InstanceType": "c5.large", "SubnetId": "{other_subnet}",
                        "SecurityGroups": [{"GroupId": "{group}"}],
                    },
                ],
            },
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Tags go along inside the request."""
        config = dict(given["SpotFleetRequestConfig"])
        if own := target.properties.get("Tags"):
            said = config.get("TagSpecifications", [])
            config["TagSpecifications"] = [*said, {"ResourceType": self.resource_type, "Tags": own}]
        return {"SpotFleetRequestConfig": _for_service(config)}

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The request's id."""
        return str(response["SpotFleetRequestId"])

    def set_capacity(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what a request that exists can be told. Raises `HandlerError` for anything else."""
        before, after = old["SpotFleetRequestConfigData"], target.properties["SpotFleetRequestConfigData"]
        names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        if fixed := sorted(names - set(CHANGEABLE)):
            message = f"{', '.join(fixed)} of a Spot Fleet request cannot be changed: request another fleet"
            raise HandlerError("NotUpdatable", message)
        wanted = {name: after[name] for name in CHANGEABLE if name in names and name in after}
        client = target.account.administrator("ec2")
        client.modify_spot_fleet_request(SpotFleetRequestId=target.physical_id, **_for_service(wanted))

    def delete(self, target: Target) -> None:
        """Cancel the request, and terminate its instances with it, as CloudFormation does."""
        client = target.account.administrator("ec2")
        client.cancel_spot_fleet_requests(SpotFleetRequestIds=[target.physical_id], TerminateInstances=True)

    def is_there(self, entry: dict[str, Any]) -> bool:
        """A request that was cancelled is listed for a while."""
        return entry["SpotFleetRequestState"] not in ENDED

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The request as a template says it, with what it declares only."""
        described = super().read_one(responses)
        if described is None:
            return None
        told, declared = (
            described["SpotFleetRequestConfigData"],
            responses.target.properties["SpotFleetRequestConfigData"],
        )
        described["SpotFleetRequestConfigData"] = {
            name: _as_declared(name, told.get(name), declared) for name in declared
        }
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """The request's id."""
        return {"Id": target.physical_id}


def _for_service(config: dict[str, Any]) -> dict[str, Any]:
    policy = config.get("ExcessCapacityTerminationPolicy")
    changed = {"ExcessCapacityTerminationPolicy": POLICIES.get(policy, policy)} if policy else {}
    return {**config, **changed}


def _as_declared(name: str, told: Any, declared: Mapping[str, Any]) -> Any:
    """One member of the request; EC2 tells more of a specification than was asked, and policies in its own words."""
    if name == "ExcessCapacityTerminationPolicy":
        return next((ours for ours, service in POLICIES.items() if told == service), told)
    return _whole(told)


def _whole(told: Any) -> Any:
    """The value with its numbers as a template says them."""
    if isinstance(told, float):
        return number(told)
    if isinstance(told, Mapping):
        return {name: _whole(member) for name, member in told.items()}
    return [_whole(member) for member in told] if isinstance(told, list) else told


PROVIDER = SpotFleet()
