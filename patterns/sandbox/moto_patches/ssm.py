"""The public parameters for AWS's newest images, in the regions for which moto has none."""

from __future__ import annotations

from patterns.sandbox.moto_patches.ec2_images import in_every_region


def apply() -> None:
    """Let the parameter store name an image in every region."""
    from moto.ssm import models

    models.load_resource = in_every_region(models.load_resource)
