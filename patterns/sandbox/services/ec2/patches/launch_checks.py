"""What EC2 refuses of a launch, once its launch template is taken into account: image, type, key pair and groups.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
The words about architectures are as in github.com/skypilot-org/skypilot/issues/6315. Not here: places and quotas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from patterns.refusals.ec2 import volumes

Wrong = tuple[str, str]
"""Code and message."""

IMAGE = re.compile(r"ami-[0-9a-f]{8}(?:[0-9a-f]{9})?")
DEFAULT_TYPE = "m1.small"


def wrong_launch(backend: Any, params: Mapping[str, Any]) -> Iterator[Wrong]:
    """What is wrong with the parameters of a launch, those of its template among them."""
    image = params.get("ImageId")
    if not image:
        yield "MissingParameter", "The request must contain the parameter ImageId"
        return
    ami = backend.amis.get(image)
    if ami is None and not IMAGE.fullmatch(str(image)):
        yield "InvalidAMIID.Malformed", f'Invalid id: "{image}" (expecting "ami-...")'
    if ami is None:
        yield "InvalidAMIID.NotFound", f"The image id '[{image}]' does not exist"
        return
    yield from _wrong_type(str(params.get("InstanceType") or DEFAULT_TYPE), ami)
    key = params.get("KeyName")
    if key and key not in backend.key_pairs:
        yield "InvalidKeyPair.NotFound", f"The key pair '{key}' does not exist"
    yield from _wrong_groups(backend, params)
    for device in params.get("BlockDeviceMappings") or ():
        wanted = device.get("Ebs") or {}
        asked = {**wanted, "Size": wanted.get("VolumeSize")}
        yield from volumes.wrong_volume({name: value for name, value in asked.items() if value is not None})


def _wrong_type(name: str, image: Any) -> Iterator[Wrong]:
    from moto.ec2.models.instance_types import INSTANCE_TYPES

    if name not in INSTANCE_TYPES:
        if name not in _named_by_the_api():
            yield "InvalidParameterValue", f"Invalid value '{name}' for InstanceType."
        return
    runs: list[str] = INSTANCE_TYPES[name].get("ProcessorInfo", {}).get("SupportedArchitectures", [])
    if runs and image.architecture not in runs:
        yield (
            "InvalidParameterValue",
            f"The architecture '{','.join(runs)}' of the specified instance type does not match the architecture "
            f"'{image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching "
            "architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the "
            "architecture of the instance type or AMI.",
        )


@cache
def _named_by_the_api() -> frozenset[str]:
    """The types that EC2's own model names: newer ones than those of which moto knows the sizes."""
    from patterns.sandbox.simulator.time_and_chance import shared_session

    model = shared_session()._session.get_service_model("ec2")
    return frozenset(model.shape_for("InstanceType").enum)


def _wrong_groups(backend: Any, params: Mapping[str, Any]) -> Iterator[Wrong]:
    place, named = params.get("SubnetId"), params.get("SecurityGroupIds") or ()
    if not place or not named:
        return
    network = next((subnet[place].vpc_id for subnet in backend.subnets.values() if place in subnet), None)
    for name in named:
        group = backend.get_security_group_from_id(name)
        if network is not None and group is not None and group.vpc_id != network:
            yield "InvalidParameter", f"Security group {name} and subnet {place} belong to different networks."
