"""Instances as EC2 describes them, and what of them CloudFormation writes otherwise: their volumes and template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account

PROPAGATE = "PropagateTagsToVolumeOnCreation"


def instances(account: Account) -> list[dict[str, Any]]:
    """Every instance, which EC2 lists by reservation."""
    pages = account.observer("ec2").get_paginator("describe_instances").paginate()
    return [instance for page in pages for group in page["Reservations"] for instance in group["Instances"]]


def add_volumes(account: Account, found: Iterable[dict[str, Any]]) -> None:
    """Put the volumes of instances into what EC2 says of these, with the launch template they were made from."""
    pages = account.observer("ec2").get_paginator("describe_volumes").paginate()
    volumes = {volume["VolumeId"]: volume for page in pages for volume in page["Volumes"]}
    for one in found:
        devices = one.get("BlockDeviceMappings", ())
        one["BlockDeviceMappings"] = [_device(device, volumes) for device in devices]
        one["LaunchTemplate"] = _template(one.get("Tags", ()))
        one[PROPAGATE] = any(volumes[device["Ebs"]["VolumeId"]].get("Tags") for device in devices)


def _device(device: dict[str, Any], volumes: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """One attached volume as CloudFormation writes it."""
    volume = volumes[device["Ebs"]["VolumeId"]]
    kept = {"VolumeSize": "Size", "VolumeType": "VolumeType", "Encrypted": "Encrypted", "KmsKeyId": "KmsKeyId",
            "Iops": "Iops", "SnapshotId": "SnapshotId"}  # fmt: skip
    made = {ours: volume[name] for ours, name in kept.items() if volume.get(name) not in (None, "")}
    return {
        "DeviceName": device["DeviceName"],
        "Ebs": {**made, "DeleteOnTermination": device["Ebs"]["DeleteOnTermination"]},
    }


def _template(tags: Any) -> dict[str, Any]:
    """The launch template an instance was made from, which EC2 tells in two tags of its own."""
    told = {tag["Key"]: tag["Value"] for tag in tags}
    if "aws:ec2launchtemplate:id" not in told:
        return {}
    return {"LaunchTemplateId": told["aws:ec2launchtemplate:id"], "Version": told["aws:ec2launchtemplate:version"]}
