"""AWS::ApiGateway::Account: a setting that a region has once."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account as SandboxAccount
from patterns.sandbox.provider.base import Target
from patterns.sandbox.services.apigateway.resources._base import SERVICE, Patched, setting


class Standing:
    """The ids of the resources that stacks have: the setting itself does not tell whose it is."""

    def __init__(self, account: SandboxAccount) -> None:
        self.ids: set[str] = set()

    def __repr__(self) -> str:
        return f"Standing({sorted(self.ids)})"


class Account(Patched):
    """In which role API Gateway writes logs; its id is CloudFormation's own."""

    type = "AWS::ApiGateway::Account"
    change_operation = "update_account"
    shared = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html"
    )
    lasting = frozenset({"CloudWatchRoleArn"})
    properties = (setting("CloudWatchRoleArn", "cloudwatchRoleArn"),)
    examples = ({"CloudWatchRoleArn": "{gateway_role.Arn}"}, {"CloudWatchRoleArn": "{other_gateway_role.Arn}"})

    def create(self, target: Target) -> str:
        """Set the role."""
        self.change(target, {})
        made = target.name(longest=128)
        target.account.part(Standing).ids.add(made)
        return made

    def complete(self, target: Target) -> None:
        """Nothing: the role is all there is."""

    def delete(self, target: Target) -> None:
        """Leave the role set, which other stacks may log by: https://github.com/aws/aws-cdk/issues/12769."""
        target.account.part(Standing).ids.discard(target.physical_id)

    def entries(self, account: SandboxAccount, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """The settings, for every target that a stack still has."""
        found, standing = account.observer(SERVICE).get_account(), account.part(Standing).ids
        return {target.physical_id: found for target in targets if target.physical_id in standing}

    def existing(self, account: SandboxAccount) -> set[str]:
        """None: no parameter names it."""
        return set()

    def identity(self, target: Target) -> dict[str, Any]:
        """Nothing: the region has one."""
        return {}

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"Id": target.physical_id}


PROVIDER = Account()
