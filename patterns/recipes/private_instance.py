"""PrivateInstance: one EC2 instance without a public address, an open port or a key pair, and a way in all the same.

Not modelled: user data, data volumes, backups and Auto Scaling. What several instances share is MultiAzService.
https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from troposphere import AWSObject, GetAtt, Ref, Sub, Tags, ec2, iam

from patterns.parameters import Choice, Number, Switch
from patterns.pattern import Parameter, Pattern
from patterns.recipes._policies import trusted
from patterns.recipes.three_tier_vpc import ThreeTierVpc
from patterns.scope import Exports, Scope

FAMILIES = {"arm64": "t4g", "x86_64": "t3"}
"""Architecture -> a burstable family of it (https://docs.aws.amazon.com/ec2/latest/instancetypes/gp.html)."""

WORDS = {"arm64": "Arm", "x86_64": "X86"}

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{}"
"""Where AWS publishes the newest Amazon Linux 2023 (https://docs.aws.amazon.com/linux/al2023/ug/ec2.html)."""

ENDPOINTS = ("ssm", "ssmmessages", "ec2messages")
"""What the agent of Systems Manager talks to.

https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
"""


class PrivateInstance(Pattern):
    """An instance that nobody can reach from outside, and that only people IAM allows can open a session on."""

    title: ClassVar[str] = "How do you get into a machine that has no door?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 50
    path: ClassVar[str] = "Build the network"
    after: ClassVar[tuple[str, ...]] = ("three_tier_vpc",)

    architecture: Annotated[
        Literal["arm64", "x86_64"],
        Parameter(
            Choice(
                label="Architecture", group="Instance",
                options={"arm64": "Arm (Graviton)", "x86_64": "x86"},
                help="Arm is about a fifth cheaper; some software needs x86. A change replaces the machine.",
            )
        ),
    ] = "arm64"  # fmt: skip
    size: Annotated[
        Literal["micro", "small", "medium", "large"],
        Parameter(
            Choice(
                label="Size", group="Instance",
                options={"micro": "micro: 1 GiB", "small": "small: 2 GiB", "medium": "medium: 4 GiB",
                         "large": "large: 8 GiB"},
                help="Each step doubles memory and price; a change stops and starts the instance.",
            )
        ),
    ] = "small"  # fmt: skip
    volume_gb: Annotated[
        int,
        Parameter(
            Number(
                label="Root volume", group="Instance", unit="GiB", minimum=8, maximum=1024,
                help="Eight cents a month for each GiB, used or not; a change replaces the instance.",
            )
        ),
    ] = 16  # fmt: skip
    monitoring: Annotated[
        bool,
        Parameter(
            Switch(
                label="Detailed monitoring", group="Instance",
                help="Measures every minute, not every five, billed by the metric; a change replaces the machine.",
            )
        ),
    ] = True  # fmt: skip
    access: Annotated[
        Literal["session_manager", "none"],
        Parameter(
            Choice(
                label="Way in", group="Access",
                options={"session_manager": "Session Manager", "none": "none: sealed"},
                help="A sealed instance cannot be opened, patched or asked anything, not even by you.",
            )
        ),
    ] = "session_manager"  # fmt: skip
    way_out: Annotated[
        Literal["endpoints", "nat"],
        Parameter(
            Choice(
                label="Way out", group="Access", needs=(("access", ("session_manager",)),),
                options={"endpoints": "AWS services only", "nat": "the whole internet, by NAT gateway"},
                help="Endpoints cost $7 a month each per zone; a NAT gateway costs $33 per zone, and leads everywhere.",
            )
        ),
    ] = "endpoints"  # fmt: skip
    hop_limit: Annotated[
        int,
        Parameter(
            Number(
                label="Metadata hop limit", group="Protection", unit="hops", minimum=1, maximum=64,
                help="How far the instance's credentials travel: 1 for itself, 2 for containers; a change replaces it.",
            )
        ),
    ] = 1  # fmt: skip
    encrypted: Annotated[
        bool,
        Parameter(
            Switch(
                label="Encrypted volume", group="Protection",
                help="Costs nothing, and cannot be switched on later without a new volume.",
            )
        ),
    ] = True  # fmt: skip
    termination_protection: Annotated[
        bool,
        Parameter(
            Switch(
                label="Termination protection", group="Protection",
                help="Ending the instance takes two calls, and its stack cannot be deleted before the first one.",
            )
        ),
    ] = True  # fmt: skip

    def build(self, scope: Scope) -> Exports:
        """The network, a role where there is a way in, a group without one, what the instance begins with, and it."""
        network = scope.include("Network", self._network())
        made: dict[str, AWSObject] = {}
        if self.access == "session_manager":
            made |= self._role(scope)
        made["security_group"] = group = scope.add(
            "SecurityGroup", ec2.SecurityGroup, GroupDescription="No way in; HTTPS out.", VpcId=Ref(network.vpc),
            SecurityGroupEgress=[_https_out()],
        )  # fmt: skip
        made["launch_template"] = launch = self._launch_template(scope, made.get("profile"))
        made["instance"] = instance = scope.add(
            "Instance", ec2.Instance,
            InstanceType=f"{FAMILIES[self.architecture]}.{self.size}",
            LaunchTemplate=ec2.LaunchTemplateSpecification(
                LaunchTemplateId=Ref(launch), Version=GetAtt(launch, "LatestVersionNumber")
            ),
            SubnetId=Ref(network.app_subnet_a),
            SecurityGroupIds=[GetAtt(group, "GroupId")],
            DisableApiTermination=self.termination_protection,
            # Not in the launch template, where another tag would be another version.
            PropagateTagsToVolumeOnCreation=True,
        )  # fmt: skip
        scope.output("InstanceId", Ref(instance), "Id of the instance, for `aws ssm start-session --target`.")
        return Exports(**{f"network_{name}": resource for name, resource in network.items()}, **made)

    def _network(self) -> ThreeTierVpc:
        if self.access == "none":
            return ThreeTierVpc(nat="none")
        if self.way_out == "nat":
            return ThreeTierVpc(nat="regional")
        return ThreeTierVpc(nat="none", interface_endpoints=ENDPOINTS)

    def _role(self, scope: Scope) -> dict[str, AWSObject]:
        """What the agent may do, and how the instance comes by it."""
        role = scope.add(
            "Role", iam.Role,
            AssumeRolePolicyDocument=trusted("ec2.amazonaws.com"),
            ManagedPolicyArns=[Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore")],
        )  # fmt: skip
        return {"role": role, "profile": scope.add("Profile", iam.InstanceProfile, Roles=[Ref(role)])}

    def _launch_template(self, scope: Scope, profile: AWSObject | None) -> AWSObject:
        """What the instance begins with. A change here is a new version, and a new version is a new instance.

        https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html
        """
        # An update keeps the value of a parameter it is not given: another architecture needs one of another name.
        image = scope.stored(
            f"{WORDS[self.architecture]}ImageId", "AWS::EC2::Image::Id", IMAGE.format(self.architecture),
            "Where the image's id is kept. A new image replaces the instance at the next update.",
        )  # fmt: skip
        data: dict[str, Any] = {
            "ImageId": image,
            "MetadataOptions": ec2.MetadataOptions(
                HttpEndpoint="enabled", HttpTokens="required", HttpPutResponseHopLimit=self.hop_limit
            ),
            "BlockDeviceMappings": [ec2.LaunchTemplateBlockDeviceMapping(DeviceName="/dev/xvda", Ebs=self._volume())],
            "Monitoring": ec2.Monitoring(Enabled=self.monitoring),
        }
        if profile is not None:
            data["IamInstanceProfile"] = ec2.IamInstanceProfile(Arn=GetAtt(profile, "Arn"))
        own = ec2.TagSpecifications(ResourceType="launch-template", Tags=Tags(scope.common_tags()))
        return scope.add(
            "LaunchTemplate", ec2.LaunchTemplate, LaunchTemplateData=ec2.LaunchTemplateData(**data),
            TagSpecifications=[own],
        )  # fmt: skip

    def _volume(self) -> ec2.EBSBlockDevice:
        return ec2.EBSBlockDevice(
            VolumeSize=self.volume_gb, VolumeType="gp3", Encrypted=self.encrypted, DeleteOnTermination=True
        )


def _https_out() -> ec2.SecurityGroupRule:
    """Packages and AWS's services, wherever routes lead; without a word, a group lets everything out."""
    return ec2.SecurityGroupRule(
        IpProtocol="tcp", FromPort=443, ToPort=443, CidrIp="0.0.0.0/0", Description="HTTPS to wherever routes lead"
    )
