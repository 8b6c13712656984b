"""What a template declares, or a stack reports, in one shape: parts by logical id, every reference as such a name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from patterns.template.resolve import Resolved, resolve
from patterns.template.values import Unknown

VPC = "AWS::EC2::VPC"
MADE_WITH_A_NETWORK = ("DefaultSecurityGroup", "DefaultNetworkAcl")
"""Attributes of a network that name another thing: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html."""


LINKS = {
    "AWS::EC2::SubnetRouteTableAssociation": "SubnetId",
    "AWS::EC2::SubnetNetworkAclAssociation": "SubnetId",
    "AWS::EC2::Route": "RouteTableId",
    "AWS::EC2::NetworkAclEntry": "NetworkAclId",
    "AWS::EC2::SecurityGroupIngress": "GroupId",
    "AWS::EC2::SecurityGroupEgress": "GroupId",
}
"""Type -> the property that says whose a part is. A parameter there names something made before this stack."""

ASSOCIATIONS = tuple(name for name in LINKS if name.endswith("Association"))


@runtime_checkable
class Deployed(Protocol):
    """A stack, as far as this folder needs one: no other module of it knows about accounts."""

    def snapshot(self) -> dict[str, Any]:
        """The stack read back, template-shaped."""

    def __iter__(self) -> Iterator[str]: ...

    def __getitem__(self, logical_id: str) -> Any: ...


@dataclass(frozen=True)
class Part:
    """One resource. `doubt` names the condition that only a deployment decides, if there is one."""

    logical_id: str
    type: str
    properties: Mapping[str, Any]
    doubt: str = ""

    def __getitem__(self, name: str) -> Any:
        return self.properties.get(name)


@dataclass(frozen=True, eq=False)
class Declared:
    """The parts by logical id; `ids` leads from physical ids to names, where there are any.

    Without `implicit_egress` a security group has just the rules that are listed, none for letting everything out.
    """

    parts: Mapping[str, Part]
    ids: Mapping[str, str] = field(default_factory=dict)
    implicit_egress: bool = True

    @cached_property
    def doubts(self) -> Mapping[tuple[str, str], str]:
        """(Type of link, name) -> why it is not decided yet whether that thing has such a link."""
        doubts: dict[tuple[str, str], str] = {}
        for part in self.of(*LINKS):
            value = part[LINKS[part.type]]
            if part.doubt and part.type in ASSOCIATIONS:
                doubts[part.type, self.name(value)] = part.doubt
            elif isinstance(value, Unknown) and self.name(value) == value.text:
                doubts |= {(part.type, name): f"{part.logical_id}: {value}" for name, _ in value.references}
        return doubts

    def of(self, *types: str) -> list[Part]:
        """The parts of these types, in the order of the template."""
        return [part for part in self.parts.values() if part.type in types]

    def name(self, value: Any) -> str:
        """What a reference leads to: a logical id, or its text; empty for none.

        What AWS makes with a network has a name too: `Vpc.DefaultNetworkAcl`.
        """
        if value is None:
            return ""
        if not isinstance(value, Unknown):
            return self.ids.get(str(value), str(value))
        if len(value.references) == 1:
            ((logical_id, attribute),) = value.references
            if value.text in (f"${{{logical_id}}}", f"${{{logical_id}.{attribute}}}"):
                return f"{logical_id}.{attribute}" if attribute in MADE_WITH_A_NETWORK else self._own(logical_id, value)
        return value.text

    def names(self, values: Any) -> tuple[str, ...]:
        """The names in a list of references; a list that is not known yet is one name."""
        if isinstance(values, list | tuple):
            return tuple(self.name(value) for value in values)
        return (self.name(values),) if values is not None else ()

    def part(self, value: Any) -> Part | None:
        """The part a reference leads to, None for what is elsewhere, not known yet, or gone."""
        return self.parts.get(self.name(value))

    def is_gone(self, name: str) -> bool:
        """Whether this was part of the stack, and is not in the account any more."""
        return name not in self.parts and name in self.ids.values() and "." not in name

    def _own(self, logical_id: str, value: Unknown) -> str:
        return logical_id if logical_id in self.parts else value.text


def declared(source: Any) -> Declared:
    """A stack as its services report it, else a template. Raises `TemplateError` for what is neither."""
    if isinstance(source, Deployed):
        return _reported(source)
    resolved = source if isinstance(source, Resolved) else resolve(source)
    body = resolved.document.body["Resources"]
    return Declared(
        {
            name: Part(name, one.type, one.properties, _doubt(resolved, body[name].get("Condition")))
            for name, one in resolved.resources.items()
        }
    )


def _doubt(resolved: Resolved, condition: str | None) -> str:
    is_open = condition is not None and isinstance(resolved.conditions.get(condition), Unknown)
    return f"the condition {condition}" if is_open else ""


def _reported(stack: Deployed) -> Declared:
    resources = stack.snapshot()["Resources"]
    parts = {name: Part(name, one["Type"], one["Properties"]) for name, one in resources.items()}
    ids = {stack[name].physical_id: name for name in stack}
    for name in (name for name, part in parts.items() if part.type == VPC):
        attribute: Callable[[str], Any] = stack[name].attribute
        ids |= {attribute(one): f"{name}.{one}" for one in MADE_WITH_A_NETWORK}
    return Declared(parts, ids)
