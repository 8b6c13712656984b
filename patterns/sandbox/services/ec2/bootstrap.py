"""What a machine's user data says that it will signal to CloudFormation at its end. It is read, never run.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/cfn-signal.html
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable

from patterns.sandbox.core.account import Account

_COMMAND = re.compile(r"cfn-signal(?:\.exe)?\b(?P<options>(?:[^\n\\;&|]|\\\n|\\)*)")
_RESOURCE = re.compile(r"--resource[\s=]+[\"']?(?P<name>\w+)")
_FAILS = re.compile(r"(?:-e|--exit-code)[\s=]+[\"']?[1-9]|(?:-s|--success)[\s=]+[\"']?false", re.IGNORECASE)


def told_by(account: Account, instance_ids: Iterable[str], logical_id: str) -> dict[str, bool]:
    """Which of these machines has signalled for a resource, now that it runs, and whether it tells of success."""
    ec2, told = account.observer("ec2"), {}
    for instance_id in instance_ids:
        answer = ec2.describe_instance_attribute(InstanceId=instance_id, Attribute="userData")
        succeeded = outcome(answer.get("UserData", {}).get("Value", ""), logical_id)
        if succeeded is not None:
            told[instance_id] = succeeded
    return told


def told_at(account: Account, address: str) -> dict[str, bool]:
    """Which machines have put a signal to an address, by `cfn-signal` or `curl`, now that they run; all of success.

    A machine whose command says that it fails tells of failure.
    """
    ec2, told = account.observer("ec2"), {}
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    for page in ec2.get_paginator("describe_instances").paginate(Filters=running):
        for machine in (each for reservation in page["Reservations"] for each in reservation["Instances"]):
            answer = ec2.describe_instance_attribute(InstanceId=machine["InstanceId"], Attribute="userData")
            lines = _text(answer.get("UserData", {}).get("Value", "")).replace("\\\n", " ").splitlines()
            commands = [line for line in lines if address in line and ("cfn-signal" in line or "curl" in line)]
            if commands:
                told[machine["InstanceId"]] = not any(_FAILS.search(line) or "FAILURE" in line for line in commands)
    return told


def outcome(user_data: str, logical_id: str) -> bool | None:
    """What a machine would tell of itself: True for success, False where it always fails, None where it tells nothing.

    `$?` counts as success: what it stands for only a run would show.
    """
    for command in _COMMAND.finditer(_text(user_data)):
        resource = _RESOURCE.search(command["options"])
        if resource is not None and resource["name"] == logical_id:
            return _FAILS.search(command["options"]) is None
    return None


def _text(user_data: str) -> str:
    try:
        return base64.b64decode(user_data, validate=True).decode("utf-8", errors="replace")
    except (binascii.Error, ValueError):
        return user_data
