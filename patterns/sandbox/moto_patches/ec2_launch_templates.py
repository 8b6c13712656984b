"""Launch templates in moto: user data and tags of a new version, and tags that change."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Keep what a version launches apart from the template's own tags, and tell the tags of now."""
    from moto.ec2.models.launch_templates import LaunchTemplate

    LaunchTemplate.create_version = _in_order(LaunchTemplate.create_version)
    # moto takes the tags down once, at the creation, and tells those for ever.
    LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, tags: None)


def _in_order(make_version: Any) -> Any:
    def create_version(self: Any, data: dict[str, Any], description: str) -> Any:
        """Keep user data as text of its own kind, and the tags of the template itself out of what it launches."""
        from moto.core.types import Base64EncodedString
        from moto.ec2.utils import parse_user_data

        if not isinstance(data.get("UserData"), Base64EncodedString):
            data["UserData"] = parse_user_data(data.get("UserData"))
        given = data.pop("TagSpecifications", ())
        if launched := [tags for tags in given if tags["ResourceType"] != "launch-template"]:
            data["TagSpecifications"] = launched
        return make_version(self, data, description)

    return create_version
