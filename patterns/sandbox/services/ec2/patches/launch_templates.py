"""Launch templates in moto: user data and tags of a new version, and tags that change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TAKEN = (
    "ImageId", "InstanceType", "KeyName", "SecurityGroupIds", "Monitoring", "EbsOptimized", "IamInstanceProfile",
    "MetadataOptions", "BlockDeviceMappings", "NetworkInterfaces", "Placement", "InstanceInitiatedShutdownBehavior",
    "DisableApiTermination", "DisableApiStop", "InstanceMarketOptions", "HibernationOptions",
)  # fmt: skip
"""What an instance takes from its launch template unless the request says otherwise; user data moto takes itself."""


NAMING = ("LaunchTemplateId", "LaunchTemplateName")


def apply() -> None:
    """Keep what a version launches apart from the template's own tags, and tell the tags of now."""
    from moto.ec2.models.instances import InstanceBackend
    from moto.ec2.models.launch_templates import LaunchTemplate
    from moto.ec2.responses.launch_templates import LaunchTemplates

    LaunchTemplates.create_launch_template_version = _from_source(LaunchTemplates.create_launch_template_version)
    InstanceBackend._get_template_from_args = _named
    LaunchTemplate.get_version = _by_number(LaunchTemplate.get_version)
    LaunchTemplate.create_version = _in_order(LaunchTemplate.create_version)
    # moto takes the tags down once, at the creation, and tells those for ever.
    LaunchTemplate.tags = property(lambda self: self.get_tags(), lambda self, tags: None)


def _by_number(get: Any) -> Any:
    def get_version(self: Any, num: Any) -> Any:
        """Refuse a version that is no number, at which moto breaks off, and none before the first."""
        from moto.ec2.exceptions import InvalidLaunchTemplateVersionNotFound

        if str(num).lower() not in ("$latest", "$default") and not (str(num).isdigit() and int(num)):
            raise InvalidLaunchTemplateVersionNotFound(template_id=self.id, version=num)
        return get(self, num)

    return get_version


def _from_source(create: Any) -> Any:
    def create_launch_template_version(self: Any) -> Any:
        """Let a new version have what its source says and it does not, which moto leaves out.

        https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html
        """
        if source := self.params.get("SourceVersion"):
            named = {name: self.params[name] for name in NAMING if name in self.params}
            data = self.ec2_backend._get_template_from_args({**named, "Version": source}).data
            self.params["LaunchTemplateData"] = {**data, **self.params.get("LaunchTemplateData", {})}
        return create(self)

    return create_launch_template_version


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


def _named(self: Any, named: dict[str, Any]) -> Any:
    """The version of a launch template that a launch names; moto fails over one that is not there."""
    by_name = named.get("LaunchTemplateName")
    answer = (
        self.get_launch_template_by_name(name=by_name) if by_name
        else self.get_launch_template(template_id=named.get("LaunchTemplateId"))
    )  # fmt: skip
    return answer.get_version(named.get("Version") or "$Default")


def taken(data: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a launch takes from its template, whose data are given, beside what it asks for itself."""
    found = {name: data[name] for name in TAKEN if data.get(name) is not None and name not in asked}
    if "SubnetId" in asked:
        found.pop("NetworkInterfaces", None)
    return found


def merged(account_id: str, region: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a launch asks for with what it takes from its template; as it is where there is no such template."""
    from moto.core.exceptions import ServiceException
    from moto.ec2.models import ec2_backends

    if not (named := asked.get("LaunchTemplate")):
        return dict(asked)
    try:
        data = ec2_backends[account_id][region]._get_template_from_args(named).data
    except ServiceException:
        return dict(asked)
    return {**asked, **taken(data, asked)}


def pinned(account_id: str, region: str, named: Mapping[str, Any]) -> dict[str, Any]:
    """A launch template by the number that its version has now: `$Latest` may be another one later."""
    from moto.ec2.models import ec2_backends

    version = ec2_backends[account_id][region]._get_template_from_args(named)
    return {"LaunchTemplateId": version.template.id, "Version": str(version.number)}
