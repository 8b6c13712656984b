"""Requests for Spot Instances in moto: told, made and cancelled as the account's own. What comes of one is `spot`'s.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSpotInstanceRequests.html
Not modelled: launch groups and groups of zones, filters on the launch specification but for image, key and type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.errors import Refused
from patterns.sandbox.services.ec2.patches import spot as ec2_spot
from patterns.sandbox.services.ec2.patches import spot_prices

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.service import Spot
    from patterns.sandbox.services.ec2.spot.statuses import SpotRequest

SPECIFIED = (
    "BlockDeviceMappings", "EbsOptimized", "IamInstanceProfile", "ImageId", "InstanceType", "KeyName", "Monitoring",
    "SubnetId", "UserData",
)  # fmt: skip
"""What a request tells of its launch as it was asked."""

FILTERS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "create-time": lambda one: f"{one['CreateTime'].astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}",
    "instance-id": lambda one: one.get("InstanceId"),
    "launch.image-id": lambda one: one["LaunchSpecification"].get("ImageId"),
    "launch.instance-type": lambda one: one["LaunchSpecification"].get("InstanceType"),
    "launch.key-name": lambda one: one["LaunchSpecification"].get("KeyName"),
    "launched-availability-zone": lambda one: one.get("LaunchedAvailabilityZone"),
    "spot-instance-request-id": lambda one: one["SpotInstanceRequestId"],
    "spot-price": lambda one: one.get("SpotPrice"),
    "state": lambda one: one["State"],
    "status-code": lambda one: one["Status"]["Code"],
    "status-message": lambda one: one["Status"]["Message"],
    "type": lambda one: one["Type"],
    "valid-until": lambda one: (
        f"{one['ValidUntil'].astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}" if "ValidUntil" in one else None
    ),
}


def apply() -> None:
    """Answer for the account's requests."""
    from moto.ec2.responses.spot_instances import SpotInstances

    SpotInstances.describe_spot_instance_requests = _answering(_describe)
    SpotInstances.request_spot_instances = _answering(_request)
    SpotInstances.cancel_spot_instance_requests = _answering(_cancel)


def _answering(handler: Callable[[Any, Spot], dict[str, Any]]) -> Callable[[Any], Any]:
    def answer(self: Any) -> Any:
        from moto.core.responses import ActionResult
        from moto.ec2.exceptions import EC2ClientError

        spot = ec2_spot.spot_of(self.region)
        self.error_on_dryrun()
        try:
            return ActionResult(handler(self, spot))
        except Refused as refused:
            raise EC2ClientError(refused.code, refused.message) from None

    return answer


def _found(spot: Spot, names: Iterable[str]) -> list[SpotRequest]:
    """The requests of ids. Raises `Refused` for one that is not there."""
    spot_requests = []
    for name in names:
        one = spot.requests.find(name)
        if one is None:
            told = f"The spot instance request ID '{name}' does not exist"
            raise Refused("InvalidSpotInstanceRequestID.NotFound", told, 400)
        spot_requests.append(one)
    return spot_requests


def _describe(self: Any, spot: Spot) -> dict[str, Any]:
    names = self._get_param("SpotInstanceRequestIds", [])
    told = [_told(self, one) for one in (_found(spot, names) if names else spot.requests.all)]
    for name, values in self._filters_from_querystring().items():
        if name not in FILTERS and name != "tag-key" and not name.startswith("tag:"):
            raise Refused("InvalidParameterValue", f"The filter '{name}' is invalid", 400)
        told = [one for one in told if _fits(name, values, one)]
    first, most = spot_prices.page(self)
    more = str(first + most) if len(told) > first + most else None
    return {"SpotInstanceRequests": told[first : first + most], "NextToken": more}


def _fits(name: str, values: list[str], entry: dict[str, Any]) -> bool:
    """Whether a request passes a filter; its values may have wildcards."""
    if name == "tag-key":
        keys = [tag["Key"] for tag in entry["Tags"]]
    elif name.startswith("tag:"):
        keys = [tag["Value"] for tag in entry["Tags"] if tag["Key"] == name.removeprefix("tag:")]
    else:
        keys = [str(FILTERS[name](entry) or "")]
    return any(fnmatchcase(text, value) for text in keys for value in values)


def _told(self: Any, request: SpotRequest) -> dict[str, Any]:
    """A request as the API tells it."""
    tags = self.ec2_backend.describe_tags(filters={"resource-id": [request.id]})
    optional = {
        "InstanceId": request.instance_id,
        "SpotPrice": request.wanted.highest and f"{float(request.wanted.highest):.6f}",
        "ValidUntil": request.wanted.valid_until, "LaunchedAvailabilityZone": request.instance_id and request.pool.zone,
    }  # fmt: skip
    return {
        "SpotInstanceRequestId": request.id, "State": str(request.state), "Type": str(request.wanted.kind),
        "Status": {"Code": str(request.status), "Message": request.message, "UpdateTime": request.updated},
        "CreateTime": request.created, "InstanceInterruptionBehavior": str(request.wanted.action),
        "ProductDescription": spot_prices.LINUX[0], "LaunchSpecification": _specification(self, request),
        "Tags": [{"Key": tag["key"], "Value": tag["value"]} for tag in tags],
        **{name: value for name, value in optional.items() if value},
    }  # fmt: skip


def _specification(self: Any, request: SpotRequest) -> dict[str, Any]:
    asked = request.launch
    said = {name: asked[name] for name in SPECIFIED if asked.get(name) is not None}
    groups = asked.get("SecurityGroupIds") or ()
    named = [(group, self.ec2_backend.get_security_group_from_id(group)) for group in groups]
    return {
        **said, "InstanceType": request.pool.instance_type, "Placement": {"AvailabilityZone": request.pool.zone},
        "SecurityGroups": [{"GroupId": name, "GroupName": group.name} for name, group in named if group],
        "Monitoring": {"Enabled": bool((asked.get("Monitoring") or {}).get("Enabled"))},
    }  # fmt: skip


def _request(self: Any, spot: Spot) -> dict[str, Any]:
    """Take in a request for each instance; what comes of it is seen when it is looked at, at this very moment."""
    from moto.ec2.utils import random_spot_request_id

    from patterns.sandbox.services.ec2.spot import launch_options

    asked = dict(self.params)
    wanted = launch_options.of_request(asked)
    launch_options.check(wanted, spot.now)
    launch = _launch(asked.get("LaunchSpecification") or {}, asked, wanted)
    if not launch.get("ImageId"):
        raise Refused("MissingParameter", "The request must contain the parameter ImageId", 400)
    if wanted.action is launch_options.Action.HIBERNATE and not ec2_spot.encrypts_root(
        self.current_account, self.region, launch
    ):
        raise Refused(*launch_options.UNENCRYPTED, 400)
    pool = ec2_spot.pool_of(self.current_account, self.region, launch)
    since = launch_options.moment(asked.get("ValidFrom"))
    tags = self._parse_tag_specification().get("spot-instances-request", {})
    made = []
    for _ in range(self._get_int_param("InstanceCount", 1)):
        one = spot.requests.ask(str(random_spot_request_id()), pool, wanted, launch, since)
        if tags:
            self.ec2_backend.create_tags([one.id], tags)
        made.append(one)
    return {"SpotInstanceRequests": [_told(self, one) for one in made]}


def _launch(said: Mapping[str, Any], asked: Mapping[str, Any], wanted: Any) -> dict[str, Any]:
    """What RunInstances is asked to fulfil a request of its own."""
    options = {"SpotInstanceType": str(wanted.kind), "InstanceInterruptionBehavior": str(wanted.action)}
    highest = {"MaxPrice": wanted.highest} if wanted.highest else {}
    market = {"MarketType": "spot", "SpotOptions": options | highest}
    known = {name: value for name, value in said.items() if name in LAUNCHED and value not in (None, "", [], {})}
    return {**known, "InstanceMarketOptions": market}


LAUNCHED = frozenset({
    "BlockDeviceMappings", "EbsOptimized", "IamInstanceProfile", "ImageId", "InstanceType", "KernelId", "KeyName",
    "Monitoring", "NetworkInterfaces", "Placement", "RamdiskId", "SecurityGroupIds", "SecurityGroups", "SubnetId",
    "UserData",
})  # fmt: skip


def _cancel(self: Any, spot: Spot) -> dict[str, Any]:
    """Cancel requests; what a closed one says it keeps saying."""
    found = _found(spot, self._get_param("SpotInstanceRequestIds", []))
    for one in found:
        spot.requests.cancel(one)
    told = [{"SpotInstanceRequestId": one.id, "State": str(one.state)} for one in found]
    return {"CancelledSpotInstanceRequests": told}
