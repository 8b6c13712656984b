"""AWS::EC2::Instance. Not modelled: placement on hosts, several network interfaces, volumes attached later."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2 import bootstrap
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider, to_value
from patterns.sandbox.services.ec2.resources._instance_entries import PROPAGATE, add_volumes, instances

METADATA = {
    "HttpTokens": "optional", "HttpPutResponseHopLimit": 1, "HttpEndpoint": "enabled",
    "HttpProtocolIpv6": "disabled", "InstanceMetadataTags": "disabled",
}  # fmt: skip
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html"""

STOPPED = {"InstanceType": "m1.small", "EbsOptimized": False, "UserData": ""}
"""What only a stopped instance can have changed, and what it is without a word about it.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html
"""


def _attribute(name: str) -> Call:
    """What reads an attribute that `DescribeInstances` does not tell: `userData` for `UserData`."""
    return Call("describe_instance_attribute", f"{name}.Value", {"Attribute": name[0].lower() + name[1:]})


class Instance(Ec2Provider):
    """A virtual machine. What needs it stopped is changed with a stop and a start; the rest while it runs."""

    type = "AWS::EC2::Instance"
    identifier = "InstanceId"
    resource_type = "instance"
    creation = "run_instances"
    deletion = "terminate_instances"
    gone = frozenset({"InvalidInstanceID.NotFound"})
    listing = Call("describe_instances", "Reservations")
    entry_id = "InstanceId"
    lasting = frozenset({"PropagateTagsToVolumeOnCreation"})
    """It acts when the instance is made: what a later update says of it shows on no volume."""
    properties = (
        Property("ImageId", create="ImageId", get=entry("ImageId")),
        Property("InstanceType", create="InstanceType", get=entry("InstanceType"), code="change_stopped"),
        Property("KeyName", create="KeyName", get=entry("KeyName")),
        Property("SubnetId", create="SubnetId", get=entry("SubnetId")),
        Property("AvailabilityZone", create="Placement", get=entry("Placement.AvailabilityZone"),
                 to_service=lambda zone: {"AvailabilityZone": zone}),
        Property("PrivateIpAddress", create="PrivateIpAddress", get=entry("PrivateIpAddress")),
        Property("SecurityGroupIds", create="SecurityGroupIds", get=entry("SecurityGroups"),
                 code="set_groups",
                 from_service=lambda groups: [group["GroupId"] for group in groups]),
        Property("IamInstanceProfile", create="IamInstanceProfile", get=entry("IamInstanceProfile.Arn"),
                 code="set_profile", to_service=lambda name: {"Name": name},
                 from_service=lambda arn: arn.rpartition("/")[2]),
        Property("UserData", create="UserData", get=_attribute("UserData"), code="change_stopped",
                 to_service=base64.b64decode),
        Property("EbsOptimized", create="EbsOptimized", default=False, get=entry("EbsOptimized"),
                 code="change_stopped"),
        Property("Monitoring", create="Monitoring", default=False, get=entry("Monitoring.State"),
                 code="set_monitoring", to_service=lambda on: {"Enabled": on},
                 from_service=lambda state: state == "enabled"),
        Property("MetadataOptions", create="MetadataOptions", get=entry("MetadataOptions"), code="set_metadata",
                 from_service=lambda options: {name: options[name] for name in METADATA}),
        Property("BlockDeviceMappings", create="BlockDeviceMappings", get=entry("BlockDeviceMappings")),
        Property("InstanceInitiatedShutdownBehavior", create="InstanceInitiatedShutdownBehavior", default="stop",
                 get=_attribute("InstanceInitiatedShutdownBehavior"), code="set_shutdown"),
        Property("LaunchTemplate", create="LaunchTemplate", get=entry("LaunchTemplate")),
        Property("SourceDestCheck", default=True, get=entry("SourceDestCheck"), cleared={"Value": True},
                 put=Call("modify_instance_attribute", "SourceDestCheck"), to_service=to_value),
        Property("DisableApiTermination", default=False, get=_attribute("DisableApiTermination"),
                 put=Call("modify_instance_attribute", "DisableApiTermination"), cleared={"Value": False},
                 to_service=to_value),
        Property("PropagateTagsToVolumeOnCreation", create=PROPAGATE, default=False, get=entry(PROPAGATE),
                 code="change_nothing"),
        TAGS,
    )  # fmt: skip
    examples = (
        {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", "SubnetId": "{subnet}"},
        {
            "ImageId": "ami-12c6146b",
            "InstanceType": "t3.large",
            "SubnetId": "{subnet}",
            "AvailabilityZone": "us-east-1a",
            "PrivateIpAddress": "10.0.200.77",
            "KeyName": "{key_pair}",
            "SecurityGroupIds": ["{group}", "{other_group}"],
            "IamInstanceProfile": "{profile}",
            "UserData": "IyEvYmluL3NoCg==",
            "EbsOptimized": True,
            "Monitoring": True,
            "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 2},
            "BlockDeviceMappings": [
                {
                    "DeviceName": "/dev/sda1",
                    "Ebs": {
                        "VolumeSize": 20, "VolumeType": "gp3", "Encrypted": True, "DeleteOnTermination": True,
                    },
                }
            ],
            "InstanceInitiatedShutdownBehavior": "terminate",
            "SourceDestCheck": False,
            "PropagateTagsToVolumeOnCreation": True,
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {
            "ImageId": "ami-12c6146b",
            "InstanceType": "t3.small",
            "SubnetId": "{subnet}",
            "SecurityGroupIds": ["{other_group}"],
            "IamInstanceProfile": "{other_profile}",
            "UserData": "IyEvYmluL2Jhc2gK",
            "MetadataOptions": {"HttpTokens": "required", "InstanceMetadataTags": "enabled"},
            "DisableApiTermination": False,
            "PropagateTagsToVolumeOnCreation": True,
            "Tags": [{"Key": "Name", "Value": "other"}],
        },
        {"LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"}, "SubnetId": "{subnet}"},
    )  # fmt: skip

    def signalled(self, target: Target) -> Mapping[str, bool]:
        """What its user data tells."""
        return bootstrap.told_by(target.account, [target.physical_id], target.logical_id)

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """One instance, its tags on its volumes too where that is asked for."""
        made = {"MinCount": 1, "MaxCount": 1, **super().creation_arguments(target, given)}
        if made.pop(PROPAGATE, False):
            tags = made.get("TagSpecifications", [])
            made["TagSpecifications"] = [*tags, *({**tag, "ResourceType": "volume"} for tag in tags)]
        return made

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service made."""
        return str(response["Instances"][0]["InstanceId"])

    def change_nothing(self, target: Target, old: Mapping[str, Any]) -> None:
        """The volumes that are there keep their tags: the property tells only what happens at creation."""

    def change_stopped(self, target: Target, old: Mapping[str, Any]) -> None:
        """Stop the instance, change what has to be changed that way, and start it again."""
        client, one = target.account.administrator("ec2"), self.identity(target)
        instance = [target.physical_id]
        client.stop_instances(InstanceIds=instance)
        for name, default in STOPPED.items():
            value = target.properties.get(name, default)
            if value != old.get(name, default):
                value = base64.b64decode(value) if name == "UserData" else value
                client.modify_instance_attribute(**one, **{name: to_value(value)})
        client.start_instances(InstanceIds=instance)

    def set_groups(self, target: Target, old: Any) -> None:
        """Put the instance into its groups: the network's default one when none is declared."""
        groups = target.properties.get("SecurityGroupIds")
        if not groups:
            network = [{"Name": "vpc-id", "Values": [self.entry(target)["VpcId"]]}]
            default = [*network, {"Name": "group-name", "Values": ["default"]}]
            answer = target.account.observer("ec2").describe_security_groups(Filters=default)
            groups = [group["GroupId"] for group in answer["SecurityGroups"]]
        target.account.administrator("ec2").modify_instance_attribute(**self.identity(target), Groups=groups)

    def set_shutdown(self, target: Target, old: Any) -> None:
        """What a shutdown from inside does."""
        target.account.administrator("ec2").modify_instance_attribute(
            **self.identity(target),
            Attribute="instanceInitiatedShutdownBehavior",
            Value=target.properties.get("InstanceInitiatedShutdownBehavior", "stop"),
        )

    def set_profile(self, target: Target, old: Any) -> None:
        """Associate, replace or take away: there is one association or none."""
        client, name = target.account.administrator("ec2"), target.properties.get("IamInstanceProfile")
        mine = [{"Name": "instance-id", "Values": [target.physical_id]}]
        answer = target.account.observer("ec2").describe_iam_instance_profile_associations(Filters=mine)
        there = [association["AssociationId"] for association in answer["IamInstanceProfileAssociations"]]
        if there and name:
            client.replace_iam_instance_profile_association(AssociationId=there[0], IamInstanceProfile={"Name": name})
        elif there:
            client.disassociate_iam_instance_profile(AssociationId=there[0])
        elif name:
            client.associate_iam_instance_profile(InstanceId=target.physical_id, IamInstanceProfile={"Name": name})

    def set_monitoring(self, target: Target, old: Any) -> None:
        """Turn detailed monitoring on or off."""
        client = target.account.administrator("ec2")
        change = client.monitor_instances if target.properties.get("Monitoring") else client.unmonitor_instances
        change(InstanceIds=[target.physical_id])

    def set_metadata(self, target: Target, old: Any) -> None:
        """Set every option, those that are not declared to what they are by default."""
        options = METADATA | (target.properties.get("MetadataOptions") or {})
        target.account.administrator("ec2").modify_instance_metadata_options(**self.identity(target), **options)

    def delete(self, target: Target) -> None:
        """Terminate it; one that is already gone is no error, one that is protected is."""
        if self.entry(target):
            target.account.administrator("ec2").terminate_instances(InstanceIds=[target.physical_id])

    def existing(self, account: Account) -> set[str]:
        """The ids of all instances that EC2 describes, which are listed by reservation."""
        return {str(instance["InstanceId"]) for instance in instances(account)}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> instance with its volumes, of all that are not terminated, in two calls."""
        there = {instance["InstanceId"]: instance for instance in instances(account) if self.is_there(instance)}
        if there:
            add_volumes(account, there.values())
        return there

    def is_there(self, entry: dict[str, Any]) -> bool:
        """A terminated instance is listed for about an hour."""
        return entry["State"]["Name"] not in ("terminated", "shutting-down")

    def release(self, target: Target) -> None:
        """Turn its termination protection off."""
        client = target.account.administrator(self.service)
        client.modify_instance_attribute(**self.identity(target), DisableApiTermination={"Value": False})

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html."""
        found = self.entry(target)
        return {
            "InstanceId": target.physical_id,
            "AvailabilityZone": found["Placement"]["AvailabilityZone"],
            "PrivateDnsName": found["PrivateDnsName"],
            "PrivateIp": found["PrivateIpAddress"],
            "PublicDnsName": found.get("PublicDnsName", ""),
            "PublicIp": found.get("PublicIpAddress", ""),
            "VpcId": found["VpcId"],
        }


PROVIDER = Instance()
