"""Spot Instances in moto's EC2: what they say, and who hears of them. Not requests, prices or fleets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.attending import Attending

if TYPE_CHECKING:
    from patterns.sandbox.services.ec2.spot.market import Pool
    from patterns.sandbox.services.ec2.spot.service import Spot

_live: Attending[Spot] = Attending()

TAKEN_BACK = {
    "terminate": ("Server.SpotInstanceTermination", "Spot instance termination"),
    "stop": ("Server.SpotInstanceShutdown", "Spot instance shutdown"),
    "hibernate": ("Server.SpotInstanceShutdown", "Spot instance shutdown"),
}
"""What an instance says of its end: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html."""


def attend(spot: Spot) -> Callable[[], None]:
    """Let prices and room be those of `spot`; return what ends that."""
    return _live.begin(spot.region, spot)


def spot_of(region: str) -> Spot:
    """The Spot capacity of a region."""
    return _live.find(region)


def apply() -> None:
    """Let an instance know the request it came of, and be found by it, and the account hear when it ends."""
    from moto.ec2.models.instances import Instance
    from moto.ec2.utils import filter_dict_attribute_mapping

    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-spot-instances-request.html finds instances by these.
    filter_dict_attribute_mapping |= {
        "instance-lifecycle": "lifecycle", "spot-instance-request-id": "spot_instance_request_id",
    }  # fmt: skip

    Instance.spot_instance_request_id = None
    Instance.terminate = _heard(Instance.terminate)


def runs(account_id: str, region: str, instance_id: str) -> bool:
    """Whether EC2 has the instance running."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    return answer is not None and answer.state == "running"


def place(account_id: str, region: str, instance_id: str) -> tuple[str, str, bool]:
    """Type and zone of an instance, and whether it is a Spot Instance."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    return answer.instance_type, answer.placement.zone, answer.lifecycle == "spot"


def subnet_zone(account_id: str, region: str, subnet_id: str) -> str:
    """The zone of a subnet, empty for one that is not there."""
    from moto.ec2.models import ec2_backends

    found = ec2_backends[account_id][region]
    return next((subnet[subnet_id].availability_zone for subnet in found.subnets.values() if subnet_id in subnet), "")


def interrupted(account_id: str, region: str, instance_id: str, action: str) -> None:
    """Let an instance that is gone, or stopped, say that EC2 took it back."""
    from moto.ec2.models import ec2_backends
    from moto.ec2.models.instances import StateReason

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    if answer is not None:
        code, message = TAKEN_BACK[action]
        answer.state_reason = StateReason(f"{code}: {message}", code)


def pool_of(account_id: str, region: str, asked: Mapping[str, Any]) -> Pool:
    """The pool that a launch comes from, as it stands with its template: the first zone's where it names none."""
    from patterns.sandbox.services.ec2.spot.market import Pool

    [first] = (asked.get("NetworkInterfaces") or ())[:1] or [{}]
    subnet = asked.get("SubnetId") or first.get("SubnetId")
    zone = subnet_zone(account_id, region, subnet) if subnet else ""
    zone = zone or (asked.get("Placement") or {}).get("AvailabilityZone") or f"{region}a"
    return Pool(asked.get("InstanceType") or "m1.small", zone)


def unprotect(account_id: str, region: str, instance_id: str) -> None:
    """Let EC2 end or stop an instance whatever its attributes say."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    if answer is not None:
        answer.disable_api_termination = answer.disable_api_stop = False


def request_id(region: str) -> str:
    """The id of the request that a launch under way fulfils: that of one that stands already, or of a new one."""
    from moto.ec2.utils import random_spot_request_id

    spot = spot_of(region)
    fulfilled = spot.requests.waiting.fulfilled
    return fulfilled.id if fulfilled is not None else str(random_spot_request_id())


def request_of(account_id: str, region: str, instance_id: str) -> str:
    """The id of the request that an instance came of."""
    from moto.ec2.models import ec2_backends

    return str(ec2_backends[account_id][region].get_instance_by_id(instance_id).spot_instance_request_id)


def encrypts_root(account_id: str, region: str, asked: Mapping[str, Any]) -> bool:
    """Whether a launch says that its root volume is encrypted, or the account encrypts every volume."""
    from moto.ec2.models import ec2_backends

    backend = ec2_backends[account_id][region]
    images = backend.describe_images(filters={"image-id": asked.get("ImageId") or ""})
    root = images[0].root_device_name if images else "/dev/sda1"
    mapped = [
        mapping.get("Ebs") or {}
        for mapping in asked.get("BlockDeviceMappings") or ()
        if mapping.get("DeviceName") == root
    ]
    return bool(backend.ebs_encryption_by_default or any(one.get("Encrypted") for one in mapped))


def _heard(terminate: Any) -> Any:
    def end(self: Any) -> Any:
        """Tell the account's Spot capacity of an instance of it that is no more."""
        previous = terminate(self)
        spot = spot_of(self.region_name)
        if self.lifecycle == "spot" and previous.name != "terminated":
            spot.terminated(self.id)
        return previous

    return end
