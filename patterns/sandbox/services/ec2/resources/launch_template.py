"""AWS::EC2::LaunchTemplate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import Ec2Provider

PAGE = {"PageSize": 200}


class LaunchTemplate(Ec2Provider):
    """What an instance begins with; a change is a new version, and the default stays the first."""

    type = "AWS::EC2::LaunchTemplate"
    identifier = "LaunchTemplateId"
    resource_type = "launch-template"
    creation = "create_launch_template"
    created_path = "LaunchTemplate.LaunchTemplateId"
    deletion = "delete_launch_template"
    gone = frozenset({"InvalidLaunchTemplateName.NotFoundException", "InvalidLaunchTemplateId.NotFound"})
    listing = Call("describe_launch_templates", "LaunchTemplates")
    entry_id = "LaunchTemplateId"
    properties = (
        Property("LaunchTemplateName", create="LaunchTemplateName", get=entry("LaunchTemplateName")),
        Property("LaunchTemplateData", create="LaunchTemplateData", get=entry("LaunchTemplateData"),
                 code="add_version"),
        Property("VersionDescription", create="VersionDescription", get=entry("VersionDescription"),
                 code="add_version"),
        Property("TagSpecifications", create="TagSpecifications", get=entry("Tags"), code="set_own_tags",
                 from_service=lambda tags: [{"ResourceType": "launch-template", "Tags": tags}]),
    )  # fmt: skip
    examples = (
        {"LaunchTemplateData": {"InstanceType": "t3.micro"}},
        {
            "LaunchTemplateName": "example",
            "VersionDescription": "the first",
            "LaunchTemplateData": {
                "ImageId": "ami-12c6146b",
                "InstanceType": "t3.small",
                "SecurityGroupIds": ["{group}"],
                "IamInstanceProfile": {"Arn": "{profile.Arn}"},
                "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
                "Monitoring": {"Enabled": True},
                "UserData": "IyEvYmluL3NoCg==",
                "BlockDeviceMappings": [
                    {"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3", "Encrypted": True}}
                ],
                "TagSpecifications": [
                    {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "example"}]},
                    {"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": "example"}]},
                ],
            },
            "TagSpecifications": [
                {"ResourceType": "launch-template", "Tags": [{"Key": "Project", "Value": "cookbook"}]}
            ],
        },
        {
            "VersionDescription": "another",
            "LaunchTemplateData": {"InstanceType": "t3.large", "UserData": "IyEvYmluL3NoCg=="},
            "TagSpecifications": [
                {"ResourceType": "launch-template", "Tags": [{"Key": "Project", "Value": "other"}]}
            ],
        },
    )  # fmt: skip

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given; tags are among the properties as the call takes them."""
        return {"LaunchTemplateName": target.name(longest=128), **given}

    def add_version(self, target: Target, old: Any) -> None:
        """Add a version, unless the newest already says all of it."""
        there, new = self.entry(target), target.properties
        described = there.get("VersionDescription") == new.get("VersionDescription")
        if described and there["LaunchTemplateData"] == new["LaunchTemplateData"]:
            return
        target.account.administrator("ec2").create_launch_template_version(
            LaunchTemplateId=target.physical_id,
            LaunchTemplateData=new["LaunchTemplateData"],
            **{name: new[name] for name in ("VersionDescription",) if name in new},
        )

    def set_own_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone, of the template's own tags."""
        self.change_tags(target, _own_tags(old), _own_tags(target.properties))

    def complete(self, target: Target) -> None:
        """The create call carries all of it."""

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> template with its newest version, of all templates, in two calls."""
        client = account.observer("ec2")
        templates = client.get_paginator("describe_launch_templates").paginate(PaginationConfig=PAGE)
        versions = client.get_paginator("describe_launch_template_versions")
        newest = {
            version["LaunchTemplateId"]: version
            for page in versions.paginate(Versions=["$Latest"], PaginationConfig=PAGE)
            for version in page["LaunchTemplateVersions"]
        }
        return {
            template["LaunchTemplateId"]: {**newest[template["LaunchTemplateId"]], **template}
            for page in templates
            for template in page["LaunchTemplates"]
        }

    def attributes(self, target: Target) -> dict[str, Any]:
        """Id and version numbers, as text."""
        found = self.entry(target)
        numbers = ("DefaultVersionNumber", "LatestVersionNumber")
        return {"LaunchTemplateId": target.physical_id, **{name: str(found[name]) for name in numbers}}


def _own_tags(properties: Mapping[str, Any]) -> list[dict[str, str]]:
    return [tag for tags in properties.get("TagSpecifications") or () for tag in tags["Tags"]]


PROVIDER = LaunchTemplate()
