"""Makes the tags of an EC2 resource quick to find: moto compares the id with those of all that is tagged, each time."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Look a resource's own tags up by its id; `DescribeTags` itself stays as it is."""
    from moto.ec2.models.core import TaggedEC2Resource
    from moto.ec2.utils import EC2_PREFIX_TO_RESOURCE, get_prefix

    def get_tags(self: Any) -> list[dict[str, str]]:
        own = self.ec2_backend.tags.get(self.id) if self.id else None
        if not own:
            return []
        kind = EC2_PREFIX_TO_RESOURCE.get(get_prefix(self.id), "")
        return [{"resource_id": self.id, "key": k, "value": v, "resource_type": kind} for k, v in own.items()]

    TaggedEC2Resource.get_tags = get_tags
