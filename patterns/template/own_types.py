"""Schemas of the types that are CloudFormation's own, or the CDK's, and that no service has. Not their making."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_TEXT = {"type": "string"}

CUSTOM = "AWS::CloudFormation::CustomResource"
CUSTOM_NODE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "ServiceToken": {"type": "string"},
        "ServiceTimeout": {"type": "integer", "minimum": 1, "maximum": 3600},
    },
    "required": ["ServiceToken"],
}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"""

NESTED = "AWS::CloudFormation::Stack"
_NESTED_NODE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "NotificationARNs": {"type": "array", "items": {"type": "string"}},
        "Parameters": {"type": "object", "patternProperties": {".*": {"type": "string"}}},
        "Tags": {"type": "array", "items": {"type": "object"}},
        "TemplateURL": {"type": "string"},
        "TimeoutInMinutes": {"type": "integer", "minimum": 1},
    },
    "required": ["TemplateURL"],
    "additionalProperties": False,
}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html"""

CDK_METADATA = "AWS::CDK::Metadata"

MACRO = "AWS::CloudFormation::Macro"
_MACRO_NODE: dict[str, Any] = {
    "type": "object",
    "properties": dict.fromkeys(("Name", "FunctionName", "Description", "LogGroupName", "LogRoleARN"), _TEXT),
    "required": ["Name", "FunctionName"],
    "additionalProperties": False,
}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-macro.html"""

WAIT_HANDLE = "AWS::CloudFormation::WaitConditionHandle"
WAIT_CONDITION = "AWS::CloudFormation::WaitCondition"
_WAIT_NODE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "Count": {"type": "integer", "minimum": 1},
        "Handle": {"type": "string"},
        "Timeout": {"type": "integer", "minimum": 1, "maximum": 43200},
    },
    "additionalProperties": False,
}
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html"""


@dataclass(frozen=True)
class OwnType:
    """What a schema says of such a type: its node, attributes by JSON type, and what only a new resource can have."""

    node: dict[str, Any]
    attributes: Mapping[str, str] = field(default_factory=dict)
    open_attributes: str = ""
    create_only: frozenset[str] = frozenset()


BY_HAND: Mapping[str, OwnType] = {
    NESTED: OwnType(_NESTED_NODE, open_attributes="Outputs."),
    CDK_METADATA: OwnType({"type": "object", "properties": {"Analytics": _TEXT}}),
    MACRO: OwnType(_MACRO_NODE, create_only=frozenset({"Name"})),
    WAIT_HANDLE: OwnType({"type": "object", "properties": {}, "additionalProperties": False}),
    WAIT_CONDITION: OwnType(_WAIT_NODE, {"Data": "string"}),
}
