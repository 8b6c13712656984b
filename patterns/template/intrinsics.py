"""The names of CloudFormation's intrinsic functions and pseudo parameters. What they do is in `functions`."""

from __future__ import annotations

from typing import Any

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
LOOP = "Fn::ForEach::"


VALUE_FUNCTIONS = (
    "Fn::Base64",
    "Fn::Cidr",
    "Fn::FindInMap",
    "Fn::GetAtt",
    "Fn::GetAZs",
    "Fn::If",
    "Fn::ImportValue",
    "Fn::Join",
    "Fn::Select",
    "Fn::Split",
    "Fn::Sub",
    "Ref",
)
"""Functions that yield a value, allowed in every template."""

EXTENSION_FUNCTIONS = ("Fn::Length", "Fn::ToJsonString")
"""Functions that yield a value once the template has `Transform: AWS::LanguageExtensions`."""

CONDITION_FUNCTIONS = ("Condition", "Fn::And", "Fn::Equals", "Fn::Not", "Fn::Or")
"""Functions that yield true or false, allowed in the Conditions section."""

RULE_FUNCTIONS = ("Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn")
"""Functions that yield true or false, allowed in the Rules section besides those of conditions."""

RULE_LOOKUPS = ("Fn::RefAll", "Fn::ValueOf", "Fn::ValueOfAll")
"""Functions of the Rules section that yield what an account holds."""

PSEUDO_PARAMETERS = frozenset(
    f"AWS::{name}"
    for name in ("AccountId", "NotificationARNs", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix")
)

_WITH_TAG = (*VALUE_FUNCTIONS, *EXTENSION_FUNCTIONS, *CONDITION_FUNCTIONS, *RULE_FUNCTIONS, *RULE_LOOKUPS)

SHORT_FORMS = {"!" + name.removeprefix("Fn::"): name for name in (*_WITH_TAG, "Fn::Transform")}
"""YAML tag -> long form, as https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html."""

TAGS = {name: tag for tag, name in SHORT_FORMS.items()}


def intrinsic(value: Any) -> tuple[str, Any] | None:
    """Return (name, argument) of a long-form function call, or None for any other value.

    A one-key mapping under `Ref` or a name starting with `Fn::` is a call. `Condition` is not: outside the Conditions
    section the same shape is data (an IAM statement's condition), so `conditions` recognises it where it means one.
    """
    if isinstance(value, dict) and len(value) == 1:
        name = next(iter(value))
        if name == "Ref" or name.startswith("Fn::"):
            return name, value[name]
    return None


def long_form(name: str, argument: Any) -> dict[str, Any]:
    """Return the long-form call: `Fn::GetAtt` always takes a list, so "Bucket.Arn" becomes ["Bucket", "Arn"]."""
    if name == "Fn::GetAtt" and isinstance(argument, str):
        return {name: argument.split(".", 1)}
    return {name: argument}
