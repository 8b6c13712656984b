"""The names an expression can mention, with their values: parameters, pseudo parameters, conditions, resources.

It evaluates one expression at a time; what a template consists of is `resolve`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import conditions, functions
from .errors import Path, TemplateError
from .intrinsics import intrinsic
from .ordering import ordered
from .parameters import Value
from .references import condition_names
from .rule_lookups import Lookups
from .values import NO_VALUE, Unknown

DEFAULT_ZONES = "abc"
ZONES = {"ap-northeast-1": "acd", "ca-central-1": "abd", "cn-north-1": "ab", "us-west-1": "ab"}
"""The first three zones, or the two, of the regions that have no a, b and c, as the simulated account has them.

https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html; letters differ by account.
"""
MAX_MADE = 100_000_000
"""Most characters one stack's expressions may yield, ours: a megabyte of template can ask for terabytes."""

_ITEM = 64  # what an item of a list weighs besides its text, in bytes


class Lookup(Protocol):
    """What resources are called once they exist."""

    def ref(self, logical_id: str) -> Any:
        """Return what Ref yields for a resource, or an Unknown."""

    def get_att(self, logical_id: str, attribute: str) -> Any:
        """Return what Fn::GetAtt yields, or an Unknown."""


class Undeployed:
    """The lookup of a template that is only read: every name is still Unknown."""

    def ref(self, logical_id: str) -> Unknown:
        """Return "${Bucket}"."""
        return Unknown(f"${{{logical_id}}}", frozenset({(logical_id, "Ref")}))

    def get_att(self, logical_id: str, attribute: str) -> Unknown:
        """Return "${Bucket.Arn}"."""
        return Unknown(f"${{{logical_id}.{attribute}}}", frozenset({(logical_id, attribute)}))


def pseudo_parameters(region: str, account_id: str, stack_name: str, stack_id: str | None) -> dict[str, Any]:
    """Return the pseudo parameters of a stack; its id is Unknown until it has one.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html
    """
    partition = {"cn": "aws-cn", "us-gov": "aws-us-gov"}.get(region.rpartition("-")[0].rpartition("-")[0], "aws")
    return {
        "AWS::AccountId": account_id,
        "AWS::NoValue": NO_VALUE,
        "AWS::NotificationARNs": [],
        "AWS::Partition": partition,
        "AWS::Region": region,
        "AWS::StackId": stack_id or Unknown("${AWS::StackId}", frozenset({("AWS::StackId", "Ref")})),
        "AWS::StackName": stack_name,
        "AWS::URLSuffix": "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com",
    }


@dataclass(eq=False)
class Scope:
    """What the functions of one stack's template are evaluated in; a `functions.Context`."""

    region: str
    mappings: Mapping[str, Mapping[str, Mapping[str, Any]]]
    exports: Mapping[str, Any] | None
    extended: bool
    own_zones: Sequence[str] | None
    parameters: Mapping[str, Value]
    pseudo: Mapping[str, Any]
    resources: Mapping[str, Mapping[str, Any]]
    lookup: Lookup
    outcomes: dict[str, bool | Unknown] = field(default_factory=dict)
    assumed: Mapping[str, bool] = field(default_factory=dict)
    imports: set[str] = field(default_factory=set)
    lookups: Lookups = field(default_factory=Lookups)
    _made: int = 0

    def evaluate_conditions(self, declared: Mapping[str, Any]) -> None:
        """Settle every condition, those that others name first, so that a long chain needs no deep recursion."""
        needs = {
            name: {found.target for found in condition_names(expression, ("Conditions", name))}
            for name, expression in declared.items()
        }
        for name in ordered(needs, what="conditions"):
            found = conditions.outcome(self, declared[name], ("Conditions", name))
            self.outcomes[name] = self.assumed.get(name, found) if isinstance(found, Unknown) else found

    def condition(self, name: str, path: Path) -> bool | Unknown:
        """Return the outcome of a named condition."""
        if name not in self.outcomes:
            raise TemplateError(f"Template format error: Unresolved condition dependency {name}", path=path)
        return self.outcomes[name]

    def exists(self, logical_id: str) -> bool | Unknown:
        """Return True for a resource without a condition, else the condition's outcome."""
        name = self.resources[logical_id].get("Condition")
        return True if name is None else self.condition(name, ("Resources", logical_id, "Condition"))

    def value(self, expression: Any, path: Path) -> Any:
        """Return the expression's value, without the members that are AWS::NoValue."""
        call = intrinsic(expression)
        if call is not None:
            name, argument = call
            return self._counted(functions.evaluate(self, name, argument, (*path, name)), path)
        if isinstance(expression, dict):
            members = {key: self.value(member, (*path, key)) for key, member in expression.items()}
            return {key: member for key, member in members.items() if member is not NO_VALUE}
        if isinstance(expression, list):
            items = [self.value(item, (*path, index)) for index, item in enumerate(expression)]
            return [item for item in items if item is not NO_VALUE]
        return expression

    def ref(self, name: str, path: Path) -> Any:
        """Return what Ref yields for a parameter, pseudo parameter or resource."""
        if name in self.parameters:
            return self.parameters[name]
        if name in self.pseudo:
            return self.pseudo[name]
        self._check_present(name, path)
        return self.lookup.ref(name)

    def get_att(self, logical_id: str, attribute: str, path: Path) -> Any:
        """Return what Fn::GetAtt yields for a resource's attribute."""
        self._check_present(logical_id, path)
        return self.lookup.get_att(logical_id, attribute)

    def looked_up(self, name: str, argument: Any, path: Path) -> Any:
        """Return what a function of rules yields that asks what parameters hold."""
        return self.lookups.value(name, argument, self.parameters, path)

    def zones(self, region: str) -> list[str]:
        """Return the names of a region's Availability Zones, three of them where there are more."""
        if self.own_zones is not None and region == self.region:
            return list(self.own_zones)
        return [region + letter for letter in ZONES.get(region, DEFAULT_ZONES)]

    def _counted(self, found: Any, path: Path) -> Any:
        """Return what a function yielded, unless all of them together yielded more than any template needs."""
        self._made += _size(found)
        if self._made > MAX_MADE:
            message = f"Template error: the template's expressions make more than {MAX_MADE:,} characters in all"
            raise TemplateError(message, path=path)
        return found

    def _check_present(self, logical_id: str, path: Path) -> None:
        if logical_id not in self.resources or self.exists(logical_id) is False:
            where = f"the {path[0] if path else 'Resources'} block of the template"
            message = f"Template format error: Unresolved resource dependencies [{logical_id}] in {where}"
            if logical_id in self.resources:
                message += f": its condition {self.resources[logical_id]['Condition']} is false"
            raise TemplateError(message, path=path)


def _size(value: Any) -> int:
    if isinstance(value, list):
        return _ITEM * len(value)
    return len(str(value)) if isinstance(value, str | Unknown) else 0
