"""AWS::IAM::Policy: the same inline policy in several roles, users and groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import HandlerError, Property, Provider, Target
from patterns.sandbox.provider.ownership import resources
from patterns.sandbox.services.iam.resources._base import KINDS, Kind, identities, places
from patterns.sandbox.services.iam.resources._identity import LIST, READ


class Policy(Provider):
    """A policy has no id in IAM; CloudFormation makes one up, and its name and places may change."""

    type = "AWS::IAM::Policy"
    service = "iam"
    adopts = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html"
    properties = (
        Property("PolicyName", code="set_policy"),
        Property("PolicyDocument", code="set_policy"),
        *(Property(kind.property, code="set_policy") for kind in KINDS),
    )
    examples = (
        {"PolicyName": "read", "PolicyDocument": READ, "Roles": ["{role}", "{other_role}"]},
        {"PolicyName": "read", "PolicyDocument": LIST, "Roles": ["{other_role}"]},
        {"PolicyName": "list", "PolicyDocument": LIST, "Roles": ["{role}"]},
        {
            "PolicyName": "read", "PolicyDocument": READ,
            "Roles": ["{role}"], "Users": ["{user}", "{other_user}"], "Groups": ["{user_group}"],
        },
        {"PolicyName": "read", "PolicyDocument": READ, "Users": ["{user}"]},
        {"PolicyName": "list", "PolicyDocument": LIST, "Groups": ["{user_group}"]},
    )  # fmt: skip

    def check_update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Refuse a place that is another resource's."""
        super().check_update(target, old)
        _refuse_owned(target)

    def create(self, target: Target) -> str:
        """Make up the id; `complete` puts the policy. One that stands nowhere is refused: IAM has no place for it."""
        if not any(places(target.properties)):
            raise HandlerError("InvalidRequest", "At least one of [Groups,Roles,Users] must be non-empty.")
        _refuse_owned(target)
        return target.name(longest=128)

    def set_policy(self, target: Target, old: Mapping[str, Any]) -> None:
        """Put the policy wherever it shall be, and take it out of where it shall not."""
        client, new = target.account.administrator("iam"), target.properties
        for kind, name in places(new):
            kind.put(client, name, new["PolicyName"], new["PolicyDocument"])
        here = {(*place, new["PolicyName"]) for place in places(new)}
        for kind, name in places(old):
            if (kind, name, old["PolicyName"]) not in here:
                kind.delete(client, name, old["PolicyName"])

    def delete(self, target: Target) -> None:
        """Take the policy out of every place."""
        for kind, name in places(target.properties):
            kind.delete(target.account.administrator("iam"), name, target.properties["PolicyName"])

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Where of its places the policy is now, and with which text; None when nowhere."""
        there = {place: place[0].inline(found) for place, found in identities(account, *KINDS).items()}
        return {target.physical_id: _found(target, there) for target in targets}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The made-up id."""
        return {"Id": target.physical_id}


def _refuse_owned(target: Target) -> None:
    """Refuse a policy that another resource of a stack has put there; CloudFormation does since 30 January 2026.

    One that no stack has put there is overwritten, as by IAM itself:
    https://github.com/aws-amplify/amplify-cli/issues/14961
    """
    asked = set(places(target.properties))
    owners = [
        f"{resource.stack_name}|{resource.logical_id}"
        for resource in resources(target.account, "AWS::IAM::Policy")
        if (resource.stack_name, resource.logical_id) != (target.stack_name, target.logical_id)
        and resource.declared["PolicyName"] == target.properties["PolicyName"]
        and asked & set(places(resource.declared))
    ]
    if owners:
        raise HandlerError(
            "AlreadyExists",
            "Policy resource was already managed by another stack or another resource in the current stack. "
            f"Found stacks: [{', '.join(owners)}]",
        )


def _found(target: Target, there: Mapping[tuple[Kind, str], Mapping[str, Any]]) -> dict[str, Any] | None:
    policy = target.properties["PolicyName"]
    documents = {place: there[place][policy] for place in places(target.properties) if policy in there.get(place, {})}
    if not documents:
        return None
    declared = target.properties["PolicyDocument"]
    # One text stands for all while they agree; where one was changed by hand, that one is told.
    document = next((found for found in documents.values() if found != declared), declared)
    holders = {one.property: [name for kind, name in documents if kind is one] for one in KINDS}
    return {"PolicyName": policy, "PolicyDocument": document, **{name: on for name, on in holders.items() if on}}


PROVIDER = Policy()
