"""ResourceTags: five tags on a bucket and on what a template launches, rules that keep them, and what acts on one.

Not here: starting in the morning what was stopped in the evening, and what but instances could be stopped.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, ClassVar

from awacs import ec2 as ec2_actions
from awacs.aws import (
    Condition,
    Deny,
    Null,
    Statement,
    StringEquals,
    StringNotEquals,
    StringNotLike,
)
from troposphere import AWSObject, GetAtt, Ref, Sub, Tags, ec2, iam

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import ENVIRONMENTS, Parameter, Pattern
from patterns.recipes._evening import evening
from patterns.recipes._policies import policy, trusted
from patterns.recipes.secure_bucket import SecureBucket
from patterns.scope import Exports, Scope

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"

SESSION_MANAGER = Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore")
ROOT_VOLUME = ec2.LaunchTemplateBlockDeviceMapping(
    DeviceName="/dev/xvda", Ebs=ec2.EBSBlockDevice(VolumeSize=8, VolumeType="gp3", Encrypted=True)
)
TOKENS_ONLY = ec2.MetadataOptions(HttpTokens="required", HttpPutResponseHopLimit=1)

ENFORCED = (("enforcement", ("tag_policy", "deny_untagged")),)
GOVERNED = ["ec2:instance", "ec2:volume"]
"""The types that the tag policy is enforced for.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_supported-resources-enforcement.html
"""


ZONES = {
    "UTC": "UTC",
    "America/Los_Angeles": "Los Angeles",
    "America/New_York": "New York",
    "America/Sao_Paulo": "S\N{LATIN SMALL LETTER A WITH TILDE}o Paulo",
    "Europe/London": "London",
    "Europe/Berlin": "Berlin",
    "Asia/Kolkata": "Kolkata",
    "Asia/Tokyo": "Tokyo",
    "Australia/Sydney": "Sydney",
}
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"""


class ResourceTags(Pattern):
    """Five tags on everything that can carry them, a rule that enforces them, and an evening that acts on one."""

    title: ClassVar[str] = "Whose is it, who pays, and may it be switched off at night?"
    pillar: ClassVar[str] = "Cost optimization"
    minutes: ClassVar[int] = 55
    path: ClassVar[str] = "Run the account"
    after: ClassVar[tuple[str, ...]] = ("secure_bucket",)

    enforcement: Annotated[
        str,
        Parameter(
            Choice(
                label="Enforcement", group="Rules",
                options={
                    "none": "tags by agreement only",
                    "tag_policy": "the text of a tag policy",
                    "deny_untagged": "a policy that denies untagged launches",
                },
                help="A tag policy refuses wrong values; only the denial stops launches without tags, by scripts too.",
            )
        ),
    ] = "deny_untagged"  # fmt: skip
    environments: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Allowed environments", group="Rules", most=len(ENVIRONMENTS), needs=ENFORCED,
                help="What the tag Environment may say; leave out prod in an account without production.",
                item=Text(
                    label="Environment", help="", pattern="|".join(ENVIRONMENTS), maximum=7,
                    shape=" or ".join(ENVIRONMENTS), examples=("dev", "prod"),
                ),
            )
        ),
    ] = tuple(ENVIRONMENTS)  # fmt: skip
    owner_pattern: Annotated[
        str,
        Parameter(
            Text(
                label="Owners", group="Rules", needs=ENFORCED, maximum=128,
                help="Which addresses may own a resource; an address outside your company may reach nobody.",
                pattern=r"\*@[a-z0-9-]+(\.[a-z0-9-]+)+", shape="a star and the domain of an address",
                examples=("*@example.com", "*@mail.example.org"),
            )
        ),
    ] = "*@example.com"  # fmt: skip
    volume_tags: Annotated[
        bool,
        Parameter(
            Switch(
                label="Tags on volumes", group="Instances",
                help="Without them storage is missing from the bill by cost centre, and the denial stops the launch.",
            )
        ),
    ] = True  # fmt: skip

    shutdown: Annotated[
        bool,
        Parameter(
            Switch(
                label="Off at night", group="Evening",
                help="Stops what is tagged for it, in the whole account and region; otherwise you pay for the nights.",
            )
        ),
    ] = True  # fmt: skip
    shutdown_hour: Annotated[
        int,
        Parameter(
            Number(
                label="Hour", group="Evening", unit="o'clock", minimum=0, maximum=23, needs=(("shutdown", (True,)),),
                help="Each hour earlier saves one; too early stops what somebody is still working on.",
            )
        ),
    ] = 20  # fmt: skip
    time_zone: Annotated[
        str,
        Parameter(
            Choice(
                label="Time zone", group="Evening", needs=(("shutdown", (True,)),), options=ZONES,
                help="Whose evening it is; in UTC the local hour moves twice a year where clocks change.",
            )
        ),
    ] = "UTC"  # fmt: skip

    def require(self) -> None:
        """Refuse rules that allow no environment at all."""
        if not self.environments:
            raise ParameterError("environments", self.environments, "allows none: name at least one environment")

    def build(self, scope: Scope, *, with_examples: bool = True) -> Exports:
        """A bucket and a launch template with the tags; where chosen, the policy, and what stops instances at night.

        A recipe that has things to tag of its own includes this one without its examples.
        """
        made: dict[str, AWSObject] = {}
        if with_examples:
            data = scope.include("Data", SecureBucket())
            made = {f"data_{name}": resource for name, resource in data.items()} | self._machine(scope)
        if self.shutdown:
            made |= evening(scope, hour=self.shutdown_hour, time_zone=self.time_zone)
        if self.enforcement == "deny_untagged":
            made["policy"] = rule = self._deny_untagged(scope)
            scope.output("PolicyArn", Ref(rule), "ARN of the policy to attach to the roles that launch instances.")
        if self.enforcement == "tag_policy":
            scope.output("TagPolicy", self.tag_policy, "Tag policy for the management account.")
        return Exports(**made)

    @property
    def tag_policy(self) -> str:
        """The tag policy as JSON, for Organizations: not a resource of this stack.

        https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_example-tag-policies.html
        """
        values = {
            "Environment": list(self.environments),
            "Owner": [self.owner_pattern],
            "Project": [],
            "CostCenter": [],
            "AutoShutdown": ["true", "false"],
        }
        return json.dumps({"tags": {key.lower(): _governed(key, allowed) for key, allowed in values.items()}})

    def _machine(self, scope: Scope) -> dict[str, AWSObject]:
        """The launch template, and the role that lets Session Manager reach what it starts."""
        role = scope.add(
            "Role", iam.Role, AssumeRolePolicyDocument=trusted("ec2.amazonaws.com"), ManagedPolicyArns=[SESSION_MANAGER]
        )
        profile = scope.add("InstanceProfile", iam.InstanceProfile, Roles=[Ref(role)])
        tags = Tags(scope.common_tags())
        kinds = ["instance", "volume"] if self.volume_tags else ["instance"]
        launched = [ec2.TagSpecifications(ResourceType=kind, Tags=tags) for kind in kinds]
        # A launch template has no property Tags: its own tags are a specification too.
        own = ec2.TagSpecifications(ResourceType="launch-template", Tags=tags)
        data = ec2.LaunchTemplateData(
            ImageId=IMAGE, InstanceType="t4g.micro", BlockDeviceMappings=[ROOT_VOLUME],
            IamInstanceProfile=ec2.IamInstanceProfile(Arn=GetAtt(profile, "Arn")), MetadataOptions=TOKENS_ONLY,
            Monitoring=ec2.Monitoring(Enabled=True), TagSpecifications=launched,
        )  # fmt: skip
        template = scope.add("LaunchTemplate", ec2.LaunchTemplate, LaunchTemplateData=data, TagSpecifications=[own])
        return {"role": role, "instance_profile": profile, "launch_template": template}

    def _deny_untagged(self, scope: Scope) -> AWSObject:
        """The policy with a statement for each tag: keys in one condition must all match before it denies.

        An absent key matches a negated operator, so that Environment and Owner need no Null.
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
        """
        conditions = {
            "EnvironmentNotAllowed": StringNotEquals({_tag("Environment"): list(self.environments)}),
            "OwnerNotAllowed": StringNotLike({_tag("Owner"): self.owner_pattern}),
            "ProjectMissing": Null({_tag("Project"): "true"}),
            "CostCenterMissing": Null({_tag("CostCenter"): "true"}),
            "AutoShutdownMissing": Null({_tag("AutoShutdown"): "true"}),
            "ProductionShutDown": StringEquals({_tag("Environment"): "prod", _tag("AutoShutdown"): "true"}),
        }
        return scope.add(
            "DenyUntagged", iam.ManagedPolicy, Description="Denies launching instances and volumes without their tags.",
            PolicyDocument=policy(*(_denied(name, condition) for name, condition in conditions.items())),
        )  # fmt: skip


def _tag(key: str) -> str:
    return f"aws:RequestTag/{key}"


def _denied(name: str, condition: Any) -> Statement:
    """A denial for instances and volumes alone: a launch touches images and subnets too, which are not tagged by it."""
    return Statement(
        Sid=name,
        Effect=Deny,
        Action=[ec2_actions.RunInstances, ec2_actions.CreateVolume],
        Resource=[Sub(f"arn:${{AWS::Partition}}:ec2:*:*:{kind}/*") for kind in ("instance", "volume")],
        Condition=Condition(condition),
    )


def _governed(key: str, allowed: list[str]) -> dict[str, Any]:
    """One tag of the policy: its spelling, the types it is enforced for, and the values, where they are limited."""
    rule = {"tag_key": {"@@assign": key}, "enforced_for": {"@@assign": GOVERNED}}
    return {**rule, "tag_value": {"@@assign": allowed}} if allowed else rule
