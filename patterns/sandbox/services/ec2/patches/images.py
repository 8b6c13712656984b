"""AWS's newest images in the regions for which moto has none: there they are those of us-east-1, ids and all."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.services.ec2.public_images import PublicImage
from patterns.sandbox.simulator import loading

KNOWN = "us-east-1"
AMAZON = "801119661308"
FOLDERS = ("ec2/resources/latest_amis/", "ssm/resources/ami-amazon-linux-latest/")
"""Where moto keeps, by region, the images and the public parameters that name them."""


def apply() -> None:
    """Let EC2 find images in every region."""
    from moto.ec2.models import amis

    amis.load_resource = in_every_region(amis.load_resource)


def in_every_region(load: Any) -> Any:
    """The function that loads moto's data, with that of a known region where a newer one has no images."""

    def load_resource(path: str) -> Any:
        try:
            return load(path)
        except FileNotFoundError:
            folder = next((folder for folder in FOLDERS if path.startswith(folder)), None)
            if folder is None:
                raise
            return load(f"{folder}{KNOWN}.json")

    return load_resource


def add(backend: Any, image: PublicImage) -> None:
    """Let EC2 have one image more, if it has not; that draws nothing from what comes after."""
    from moto.ec2.models.amis import Ami

    if image.id in backend.amis:
        return
    with loading.drawing("image", image.id):
        backend.amis[image.id] = Ami(
            backend, ami_id=image.id, name=image.name, owner_id=AMAZON, owner_alias="amazon", public=True,
            virtualization_type="hvm", architecture=image.architecture, platform=image.platform or None,
            hypervisor="xen", root_device_type="ebs", root_device_name="/dev/sda1" if image.platform else "/dev/xvda",
            description=image.name,
        )  # fmt: skip
