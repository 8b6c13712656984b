"""Types of CloudFormation's own that stand for no resource of a service: what they are is known to the stack alone.

https://docs.aws.amazon.com/cdk/v2/guide/usage-data.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-macro.html
Not here: custom resources, nested stacks, wait conditions, which have modules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Provider, Target
from patterns.template.own_types import CDK_METADATA, MACRO


class Known:
    """What was declared of each, by physical id: nobody else knows it."""

    def __init__(self, account: Account) -> None:
        self.declared: dict[str, Mapping[str, Any]] = {}


class Noted(Provider):
    """A type that is only noted."""

    service = "cloudformation"
    properties = ()

    def create(self, target: Target) -> str:
        """Note it under an id of its own."""
        made = self.new_id(target)
        self.update(Target(target.account, target.stack_name, target.logical_id, target.properties, made), {})
        return made

    def new_id(self, target: Target) -> str:
        """The physical id of a new one."""
        return target.name(longest=128)

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Note what it is declared as now."""
        _known(target.account)[target.physical_id] = dict(target.properties)

    def delete(self, target: Target) -> None:
        """Forget it."""
        _known(target.account).pop(target.physical_id, None)

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """What each was declared as; None for one that is gone."""
        there = ((target.physical_id, _known(account).get(target.physical_id)) for target in targets)
        return {physical_id: None if found is None else dict(found) for physical_id, found in there}


class CdkMetadata(Noted):
    """AWS::CDK::Metadata: it makes nothing, and tells AWS which constructs an app uses."""

    type = CDK_METADATA


class Macro(Noted):
    """AWS::CloudFormation::Macro: the name of a function that rewrites templates."""

    type = MACRO

    def taken(self, target: Target) -> str:
        """The name, where a macro has it already."""
        return _id(target) if _id(target) in _known(target.account) else ""

    def new_id(self, target: Target) -> str:
        """Its name."""
        return _id(target)


def macro_function(account: Account, name: str) -> str | None:
    """The function behind a macro of the account; None where there is no such macro."""
    found = _known(account).get(name)
    return None if found is None else str(found["FunctionName"])


def _id(target: Target) -> str:
    return str(target.properties["Name"])


def _known(account: Account) -> dict[str, Mapping[str, Any]]:
    return account.part(Known).declared
