"""The functions of rules that ask what parameters hold: all of a type, or an attribute of what they name in an account.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-rules.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import Path, TemplateError
from .parameter_types import ParameterType
from .values import Unknown, spoken, unknown_call

Attribute = Callable[[str, str, str], str | None]
"""From a parameter type, an id and an attribute to its value in an account; None where the account has none."""

SUPPORTED = {
    "AWS::EC2::VPC::Id": ("DefaultNetworkAcl", "DefaultSecurityGroup", "Tags.*"),
    "AWS::EC2::Subnet::Id": ("AvailabilityZone", "Tags.*", "VpcId"),
    "AWS::EC2::SecurityGroup::Id": ("Tags.*",),
}
"""The attributes of each type; `Tags.*` is the value of any tag. A subnet's network is in the examples of
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html."""


@dataclass(frozen=True)
class Lookups:
    """What one stack's parameters hold, and the account that knows more of it, if there is one."""

    types: Mapping[str, ParameterType] = field(default_factory=dict)
    attribute: Attribute | None = None

    def value(self, name: str, argument: Any, values: Mapping[str, Any], path: Path) -> Any:
        """What one of the functions yields. Raises `TemplateError` for arguments it does not take."""
        if name == "Fn::RefAll":
            return self._of_type(_text(name, argument, path, "a parameter type"), values)
        if not isinstance(argument, list) or len(argument) != 2:
            raise _wrong(name, path, "two strings, and the second is an attribute")
        asked = _text(name, argument[0], path, "two strings, and the second is an attribute")
        attribute = _text(name, argument[1], path, "two strings, and the second is an attribute")
        if name == "Fn::ValueOf":
            if asked not in self.types:
                raise _wrong(name, path, f"the name of a parameter, and there is no {asked}")
            return self._attribute(name, self.types[asked].item, _listed(values[asked]), attribute, path)
        return self._attribute(name, asked, self._of_type(asked, values), attribute, path)

    def _of_type(self, kind: str, values: Mapping[str, Any]) -> list[Any]:
        named = (name for name, each in self.types.items() if each.item == kind.removeprefix("List<").rstrip(">"))
        return [value for name in named for value in _listed(values[name])]

    def _attribute(self, name: str, kind: str, ids: list[Any], attribute: str, path: Path) -> Any:
        there = SUPPORTED.get(kind, ())
        if attribute not in there and not ("Tags.*" in there and attribute.startswith("Tags.")):
            listed = ", ".join(there) or "none"
            raise _wrong(name, path, f"an attribute that its type has: {kind} has {listed}, not {attribute}")
        if self.attribute is None or any(isinstance(each, Unknown) for each in ids):
            return unknown_call(name, kind, attribute)
        found = [self.attribute(kind, spoken(each), attribute) for each in ids]
        return ["" if each is None else each for each in found]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(name: str, value: Any, path: Path, what: str) -> str:
    if not isinstance(value, str):
        raise _wrong(name, path, what)
    return value


def _wrong(name: str, path: Path, what: str) -> TemplateError:
    return TemplateError(f"Template error: every {name} object requires {what}", path=path)
