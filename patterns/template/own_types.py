"""Schemas of the types that are CloudFormation's own, or the CDK's, and that no service has. Not their making."""

from __future__ import annotations

from typing import Any

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
BY_HAND: dict[str, tuple[dict[str, Any], str]] = {
    NESTED: (_NESTED_NODE, "Outputs."),
    CDK_METADATA: ({"type": "object", "properties": {"Analytics": {"type": "string"}}}, ""),
}
