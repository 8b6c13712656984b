"""The form of what a template declares: outputs, mappings, descriptions, and the attributes of a resource.

Names, members and policies only; what expressions in them yield is checked where they are evaluated (`resolve`).

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html
"""

from __future__ import annotations

import re
from typing import Any

from . import lifecycle
from .errors import Path, TemplateError
from .intrinsics import intrinsic
from .schema import is_custom
from .values import Unknown, spoken

RESOURCE_ATTRIBUTES = (
    "Type",
    "Version",
    "Description",
    "Condition",
    "DependsOn",
    "CreationPolicy",
    "DeletionPolicy",
    "UpdatePolicy",
    "UpdateReplacePolicy",
    "Metadata",
    "Properties",
)
"""`Description` is documented nowhere, and taken: https://github.com/aws/aws-cdk/pull/10522."""
OUTPUT_MEMBERS = ("Description", "Value", "Condition", "Export")
MAX_DESCRIPTION_BYTES = 1024
MAX_PARAMETER_DESCRIPTION = 4000
"""In characters: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html."""

ALPHANUMERIC = re.compile(r"[A-Za-z0-9]{1,255}")
_TYPE = re.compile(r"Custom::[A-Za-z0-9_@-]{1,60}|[A-Za-z0-9]{1,64}(::[A-Za-z0-9]{1,64}){2}(::MODULE)?")
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RegisterType.html"""

_LONGEST_SHOWN = 100
_MAPPING_KEY = re.compile(r"[A-Za-z0-9.-]{1,255}")
_POLICIES = {
    "DeletionPolicy": ("Delete", "Retain", "RetainExceptOnCreate", "Snapshot"),
    "UpdateReplacePolicy": ("Delete", "Retain", "Snapshot"),
}
_WITH_SNAPSHOTS = (
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"""


def check_resource(path: Path, resource: Any, *, extended: bool) -> None:
    """Raise TemplateError at the first attribute of a resource that has not the form CloudFormation asks for.

    `extended`: the template has the transform AWS::LanguageExtensions, with which policies may be functions.
    """
    check_member(path, resource, "Type")
    if not isinstance(resource["Type"], str):
        raise TemplateError("Template format error: a resource's Type must be a string", path=(*path, "Type"))
    if not _TYPE.fullmatch(resource["Type"]):
        message = f"Template format error: Unrecognized resource types: [{resource['Type'][:_LONGEST_SHOWN]}]"
        raise TemplateError(message, path=(*path, "Type"))
    known = _attributes_of(resource["Type"])
    unknown = [name for name in resource if name not in known]
    if unknown:
        message = f"Invalid template resource property '{unknown[0]}'; known are {', '.join(known)}"
        raise TemplateError(message, path=(*path, unknown[0]))
    for name in ("Properties", "Metadata", "CreationPolicy", "UpdatePolicy"):
        if not isinstance(resource.get(name, {}), dict):
            raise TemplateError(f"Template format error: {name} of a resource must be an object", path=(*path, name))
    for name in ("CreationPolicy", "UpdatePolicy"):
        lifecycle.check((*path, name), resource.get(name, {}))
    check_condition(path, resource)
    check_description((*path, "Description"), resource.get("Description", ""))
    for name in _POLICIES:
        _check_policy_form((*path, name), resource.get(name, "Delete"), extended=extended)
    _check_needs((*path, "DependsOn"), resource.get("DependsOn", []))


def _attributes_of(type_name: str) -> tuple[str, ...]:
    """The attributes of a resource of a type; custom ones have a version, and nothing waits for them or rolls them.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html
    """
    custom = is_custom(type_name)
    others = ("CreationPolicy", "UpdatePolicy") if custom else ("Version",)
    if type_name.startswith("AWS::Serverless::"):
        return (*RESOURCE_ATTRIBUTES, "Connectors", "IgnoreGlobals")
    return tuple(name for name in RESOURCE_ATTRIBUTES if name not in others)


def check_condition(path: Path, declared: dict[str, Any]) -> None:
    """Raise TemplateError for a Condition of a resource or output that is not the name of one."""
    if not isinstance(declared.get("Condition", ""), str):
        message = f"Template format error: Every Condition member must be a string: that of {path[-1]} is none"
        raise TemplateError(message, path=(*path, "Condition"))


def _check_policy_form(path: Path, policy: Any, *, extended: bool) -> None:
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html."""
    if isinstance(policy, str) or (extended and intrinsic(policy) is not None):
        return
    message = f"Template format error: Every {path[-1]} member must be a string"
    hint = "" if intrinsic(policy) is None else "; functions there need Transform: AWS::LanguageExtensions"
    raise TemplateError(f"{message}{hint}", path=path)


def check_policy(path: Path, type_name: str, policy: Any) -> None:
    """Raise TemplateError for a DeletionPolicy or UpdateReplacePolicy that resources of the type do not take.

    A deletion policy asks for a snapshot only of types that have any. An UpdateReplacePolicy may ask any type for one,
    and means Delete where there is none:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html.
    """
    attribute, logical_id = str(path[-1]), path[1]
    snapshots = attribute != "DeletionPolicy" or type_name in _WITH_SNAPSHOTS
    allowed = [one for one in _POLICIES[attribute] if one != "Snapshot" or snapshots]
    if isinstance(policy, Unknown) or policy in allowed:
        return
    why = f"; {type_name} has no snapshots" if policy == "Snapshot" else ""
    message = f"Template error: {attribute} {policy!r} of {logical_id} is not one of {', '.join(allowed)}{why}"
    raise TemplateError(message, path=path)


def _check_needs(path: Path, needed: Any) -> None:
    if not all(isinstance(name, str) for name in (needed if isinstance(needed, list) else [needed])):
        raise TemplateError("Template format error: DependsOn must be a logical id or a list of them", path=path)


def check_member(path: Path, declared: Any, member: str) -> None:
    """Raise TemplateError for a declaration that is not an object with this member."""
    if not isinstance(declared, dict) or member not in declared:
        where = "/".join(("", *map(str, path)))
        message = f"Template format error: [{where}] Every {path[0]} object must contain a {member} member."
        raise TemplateError(message, path=path)


def check_output(path: Path, output: Any) -> None:
    """Raise TemplateError for an output without a value, with members nobody knows, or exported without a name."""
    check_member(path, output, "Value")
    unknown = [name for name in output if name not in OUTPUT_MEMBERS]
    if unknown:
        message = f"Invalid template output property '{unknown[0]}'; known are {', '.join(OUTPUT_MEMBERS)}"
        raise TemplateError(message, path=(*path, unknown[0]))
    check_description((*path, "Description"), output.get("Description", ""))
    check_condition(path, output)
    export = output.get("Export", {"Name": ""})
    if not isinstance(export, dict) or list(export) != ["Name"]:
        message = f"Template format error: Output {path[-1]} is malformed. Its Export must have a Name, nothing else"
        raise TemplateError(message, path=(*path, "Export"))


def check_description(path: Path, description: Any) -> None:
    """Raise TemplateError for a description that is no literal text, or a longer one than CloudFormation takes.

    A number or truth value is one that somebody wrote without quotes.
    """
    if isinstance(description, list | dict):
        where = "/".join(("", *map(str, path)))
        message = f"Template format error: [{where}] Every Description member must be a string."
        raise TemplateError(f"{message} Functions are not evaluated there", path=path)
    is_parameter = path[0] == "Parameters"
    text = spoken(description)
    size = len(text) if is_parameter else len(text.encode(errors="replace"))
    limit = MAX_PARAMETER_DESCRIPTION if is_parameter else MAX_DESCRIPTION_BYTES
    if size > limit:
        unit = "characters" if is_parameter else "bytes"
        message = f"Template format error: 'Description' of {size} {unit} is longer than the {limit} {unit} allowed"
        raise TemplateError(message, path=path)


def check_mapping(path: Path, keys: Any) -> None:
    """Raise TemplateError for a mapping that does not hold, for each key, names with texts or lists of them."""
    if (
        not isinstance(keys, dict)
        or not keys
        or not all(isinstance(values, dict) and values for values in keys.values())
    ):
        message = f"Template format error: Mapping {path[-1]} must hold, for each key, a mapping of names to values"
        raise TemplateError(message, path=path)
    for key, values in keys.items():
        if not _MAPPING_KEY.fullmatch(key):
            message = f"Mappings element name {key!r} must be non-empty and can contain only alphanumerics, '-' or '.'"
            raise TemplateError(f"Template format error: {message}", path=(*path, key))
        for name, value in values.items():
            if not ALPHANUMERIC.fullmatch(name):
                message = f"Mappings attribute name {name!r} must contain only alphanumeric characters."
                raise TemplateError(f"Template format error: {message}", path=(*path, key, name))
            _check_mapped((*path, key, name), value)


def _check_mapped(path: Path, value: Any) -> None:
    members = value if isinstance(value, list) else [value]
    if any(isinstance(member, list | dict) for member in members):
        message = "Template format error: Every Mappings attribute must be a String or a List."
        hint = " Functions are not evaluated there" if any(intrinsic(member) for member in members) else ""
        raise TemplateError(f"{message}{hint}", path=path)
