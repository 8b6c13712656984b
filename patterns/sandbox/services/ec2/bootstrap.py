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
