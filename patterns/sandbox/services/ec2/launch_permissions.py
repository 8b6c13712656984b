"""What it takes to launch machines of EC2: alone, as Spot Instances, as a fleet. Not the other calls of EC2.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html
Not modelled: the resources that a launch template of a fleet names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Situation, pairs, pass_role

NEW = "*"
"""The id of what a call makes."""


def arn(situation: Situation, kind: str, name: Any) -> str:
    """Images and snapshots have no account in their ARN, since anybody's may be used."""
    account = "" if kind in ("image", "snapshot") else situation.account_id
    return f"arn:aws:ec2:{situation.region}:{account}:{kind}/{name}"


def several(given: Any) -> list[Any]:
    """What may be nothing, one thing or a list of them, as a list."""
    if given is None:
        return []
    return list(given) if isinstance(given, list | tuple) else [given]


def _specified(situation: Situation) -> Iterator[tuple[str, dict[str, str]]]:
    for specification in situation.params.get("TagSpecifications") or ():
        yield str(specification.get("ResourceType")), dict(pairs(specification.get("Tags")))


def tags_for(situation: Situation, kind: str) -> dict[str, Value]:
    """The tags that the call gives to what it makes of this kind."""
    tags = {key: value for of_kind, given in _specified(situation) if of_kind == kind for key, value in given.items()}
    context: dict[str, Value] = {f"aws:RequestTag/{key}": value for key, value in tags.items()}
    return context | ({"aws:TagKeys": tuple(tags)} if tags else {})


def tagging(situation: Situation, *kinds: str) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html."""
    for kind in kinds:
        tags = tags_for(situation, kind)
        if tags:
            yield Ask(
                "ec2:CreateTags", arn(situation, kind, NEW), {**tags, "ec2:CreateAction": situation.operation},
                ("ec2:CreateAction",),
            )  # fmt: skip


def run(situation: Situation) -> Iterator[Ask]:
    """One action on each resource that takes part, the tags of all, and the role that the machine gets."""
    params = _with_template(situation)
    machine = _machine(params)
    for kind, names in _taking_part(params).items():
        for name in names:
            context = {**machine, **tags_for(situation, kind)} if kind == "instance" else tags_for(situation, kind)
            yield Ask("ec2:RunInstances", arn(situation, kind, name), context)
    yield from tagging(situation, "instance", "volume", "network-interface", "spot-instances-request")
    yield from pass_role(role(situation, params.get("IamInstanceProfile")), "ec2.amazonaws.com")


def _taking_part(params: Mapping[str, Any]) -> dict[str, list[Any]]:
    interfaces: list[Any] = params.get("NetworkInterfaces") or []
    groups = params.get("SecurityGroupIds") or [group for each in interfaces for group in each.get("Groups") or ()]
    subnets = [params["SubnetId"]] if params.get("SubnetId") else [
        interface["SubnetId"] for interface in interfaces if interface.get("SubnetId")
    ]  # fmt: skip
    template = params.get("LaunchTemplate") or {}
    mapped = [mapping.get("Ebs", {}).get("SnapshotId") for mapping in params.get("BlockDeviceMappings") or ()]
    return {
        "image": [params.get("ImageId") or NEW],
        "instance": [NEW],
        "network-interface": [
            interface["NetworkInterfaceId"] for interface in interfaces if interface.get("NetworkInterfaceId")
        ]
        or [NEW],
        "security-group": groups or [NEW],
        "subnet": subnets or [NEW],
        "volume": [NEW],
        "key-pair": several(params.get("KeyName")),
        "launch-template": several(template.get("LaunchTemplateId")),
        "snapshot": [one for one in mapped if one],
    }


def _with_template(situation: Situation) -> Mapping[str, Any]:
    """The parameters with those of the launch template, which the call's own go before."""
    named = situation.params.get("LaunchTemplate")
    if not named:
        return situation.params
    which = {key: named[key] for key in ("LaunchTemplateId", "LaunchTemplateName") if named.get(key)}
    versions = [str(named.get("Version") or "$Default")]
    answer = situation.ask("ec2", "describe_launch_template_versions", **which, Versions=versions)
    for version in answer.get("LaunchTemplateVersions", ()):
        known = {"LaunchTemplate": {**named, "LaunchTemplateId": version["LaunchTemplateId"]}}
        return {**version["LaunchTemplateData"], **situation.params, **known}
    return situation.params


def _machine(params: Mapping[str, Any]) -> dict[str, Value]:
    metadata, placement = params.get("MetadataOptions") or {}, params.get("Placement") or {}
    is_spot = (params.get("InstanceMarketOptions") or {}).get("MarketType") == "spot"
    context: dict[str, Value | None] = {
        "ec2:InstanceType": params.get("InstanceType") or "m1.small",
        "ec2:InstanceMarketType": "spot" if is_spot else "on-demand",
        "ec2:EbsOptimized": bool(params.get("EbsOptimized", False)),
        "ec2:MetadataHttpTokens": metadata.get("HttpTokens"),
        "ec2:MetadataHttpEndpoint": metadata.get("HttpEndpoint"),
        "ec2:MetadataHttpPutResponseHopLimit": metadata.get("HttpPutResponseHopLimit"),
        "ec2:AvailabilityZone": placement.get("AvailabilityZone"),
        "ec2:Tenancy": placement.get("Tenancy") or "default",
    }
    return {key: value for key, value in context.items() if value is not None}


def role(situation: Situation, profile: Any) -> str | None:
    """The role in an instance profile, which is what is handed over."""
    if not profile:
        return None
    name = profile.get("Name") or str(profile.get("Arn") or "").rpartition("/")[2]
    instance_profile = situation.ask("iam", "get_instance_profile", InstanceProfileName=name).get("InstanceProfile", {})
    roles: list[Any] = instance_profile.get("Roles") or []
    return str(roles[0]["Arn"]) if roles else None


def request_spot(situation: Situation) -> Iterator[Ask]:
    """The request, what its instance is made of, its tags, and the role that the machine gets."""
    said: Mapping[str, Any] = situation.params.get("LaunchSpecification") or {}
    action = f"ec2:{situation.operation}"
    yield Ask(action, arn(situation, "spot-instances-request", NEW), tags_for(situation, "spot-instances-request"))
    taking_part = _taking_part(said)
    for kind in ("image", "network-interface", "security-group", "subnet", "key-pair", "snapshot"):
        for name in taking_part[kind]:
            yield Ask(action, arn(situation, kind, name))
    yield from tagging(situation, "spot-instances-request")
    yield from pass_role(role(situation, said.get("IamInstanceProfile")), "ec2.amazonaws.com")


def create_fleet(situation: Situation) -> Iterator[Ask]:
    """The fleet, its instances, the templates they are launched from, and its tags."""
    action = f"ec2:{situation.operation}"
    for kind in ("fleet", "instance"):
        yield Ask(action, arn(situation, kind, NEW), tags_for(situation, kind))
    for config in situation.params.get("LaunchTemplateConfigs") or ():
        named = config.get("LaunchTemplateSpecification") or {}
        yield Ask(action, arn(situation, "launch-template", named.get("LaunchTemplateId") or NEW))
    yield from tagging(situation, "fleet", "instance")


def fleet(situation: Situation) -> Iterator[Ask]:
    """The fleet, and the role that launches for it."""
    config: Any = situation.params.get("SpotFleetRequestConfig") or {}
    yield Ask("ec2:RequestSpotFleet", arn(situation, "spot-fleet-request", NEW))
    yield from pass_role(config.get("IamFleetRole"), "spotfleet.amazonaws.com")
