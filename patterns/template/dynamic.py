"""Dynamic references, `{{resolve:service:name:...}}` in a text, read and replaced.

What they stand for is the account's to say.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .errors import Path, TemplateError
from .values import Unknown

_MARK = "{{resolve:"
_REFERENCE = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]*)\}\}")
_STORED = re.compile(r"([a-zA-Z0-9_.\-/]+)(?::([0-9]+))?")
_ARN_PARTS = 7
_SECRET_PARTS = 5

SECURE = frozenset(
    {
        "AWS::DirectoryService::MicrosoftAD/Properties/Password",
        "AWS::DirectoryService::SimpleAD/Properties/Password",
        "AWS::ElastiCache::ReplicationGroup/Properties/AuthToken",
        "AWS::IAM::User/Properties/LoginProfile/Password",
        "AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password",
        "AWS::OpsWorks::App/Properties/AppSource/Password",
        "AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password",
        "AWS::OpsWorks::Stack/Properties/RdsDbInstances/DbPassword",
        "AWS::RDS::DBCluster/Properties/MasterUserPassword",
        "AWS::RDS::DBInstance/Properties/MasterUserPassword",
        "AWS::Redshift::Cluster/Properties/MasterUserPassword",
    }
)
"""Where `ssm-secure` may stand, all that is listed at
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html."""


@dataclass(frozen=True)
class DynamicReference:
    """One reference. Parameters have a `version`, secrets a key of their JSON, and a stage or a version id."""

    text: str
    service: str
    name: str
    version: str = ""
    json_key: str = ""
    stage: str = ""

    @property
    def is_secret(self) -> bool:
        """Whether its value must not be shown."""
        return self.service != "ssm"


def dynamic_references(value: Any, path: Path = ()) -> Iterator[tuple[Path, DynamicReference]]:
    """Yield the references in every text of a value, with the path of the text.

    Raises TemplateError for one that is not written as CloudFormation reads it.
    """
    if isinstance(value, str):
        for match in _REFERENCE.finditer(value) if _MARK in value else ():
            yield path, _parsed(match, path)
        return
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from dynamic_references(member, (*path, key))


def settled(value: Any, settle: Callable[[DynamicReference], str]) -> Any:
    """Return the value with what `settle` gives in the place of each reference; the value itself if it has none."""
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: settle(_parsed(match, ())), value) if _MARK in value else value
    if isinstance(value, dict):
        return {key: settled(member, settle) for key, member in value.items()}
    return [settled(item, settle) for item in value] if isinstance(value, list) else value


def unsettled(value: Any) -> Any:
    """Return the value with an Unknown for each text that holds a reference, as nobody knows what it will be."""
    if isinstance(value, str):
        return Unknown(value) if _MARK in value and _REFERENCE.search(value) else value
    if isinstance(value, dict):
        return {key: unsettled(member) for key, member in value.items()}
    return [unsettled(item) for item in value] if isinstance(value, list) else value


def check_places(type_name: str, properties: dict[str, Any], path: Path) -> None:
    """Raise TemplateError, in CloudFormation's words, where `ssm-secure` stands in a property that does not take it."""
    wrong = [
        where
        for where, found in dynamic_references(properties, path)
        if found.service == "ssm-secure" and _place(type_name, where[len(path) :]) not in SECURE
    ]
    if wrong:
        names = ",".join(_place(type_name, where[len(path) :]) for where in wrong)
        raise TemplateError(f"SSM Secure reference is not supported in: [{names}]", path=wrong[0])


def _place(type_name: str, where: Path) -> str:
    return "/".join((type_name, "Properties", *(step for step in where if isinstance(step, str))))


def _parsed(match: re.Match[str], path: Path) -> DynamicReference:
    text, service, rest = match.group(0), match.group(1), match.group(2)
    if service == "secretsmanager":
        return _secret(text, rest, path)
    stored = _STORED.fullmatch(rest)
    if stored is None:
        message = f"Incorrect format is used in the following SSM reference: [{text}]"
        raise TemplateError(message, path=path)
    return DynamicReference(text, service, stored.group(1), version=stored.group(2) or "")


def _secret(text: str, rest: str, path: Path) -> DynamicReference:
    parts = rest.split(":")
    taken = _ARN_PARTS if rest.startswith("arn:") else 1
    name, *more = (":".join(parts[:taken]), *parts[taken:])
    kind, key, stage, version, *excess = (*more, *[""] * (_SECRET_PARTS - 1))[: max(len(more), _SECRET_PARTS - 1)]
    if not name or excess or kind not in ("", "SecretString"):
        message = f"Incorrect format is used in the following Secrets Manager reference: [{text}]"
        raise TemplateError(message, path=path)
    return DynamicReference(text, "secretsmanager", name, version=version, json_key=key, stage=stage)
