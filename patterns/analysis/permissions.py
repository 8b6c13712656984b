"""Who may do what, from a template alone: its roles, users and groups, and the policies of its resources.

ARNs that only a deployment settles are written by logical id: `<Bucket.Arn>/*`. Not modelled: what the managed policies
of AWS say, which a template only names, and whatever stands outside of the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from patterns.iam import Decision, Policies, Request, evaluate
from patterns.iam.access import Access, Difference, accesses, difference
from patterns.iam.levels import Grant, granted
from patterns.knowledge import AttachedPolicy, PolicyHolder, ResourcePolicy, about
from patterns.template.properties import at, each, entries
from patterns.template.resolve import ACCOUNT_ID, REGION, Resolved, Resource, resolve
from patterns.template.values import Unknown


@dataclass(frozen=True)
class Holder:
    """A role, user or group of the template, with the policies it has by name.

    `trusted` is who may become it; `managed` are the managed policies it has from outside the template, by name.
    """

    logical_id: str
    kind: str
    trusted: tuple[str, ...]
    documents: Mapping[str, Mapping[str, Any]]
    managed: tuple[str, ...]
    boundary: Mapping[str, Any] | None

    @property
    def principal(self) -> str:
        """Its ARN, by its logical id; a role asks as a session of its own."""
        if self.kind == "role":
            return f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/{self.logical_id}/session"
        return f"arn:aws:iam::{ACCOUNT_ID}:{self.kind}/{self.logical_id}"

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """What its policies grant, by service and access level."""
        return granted(self.documents.values())

    @cached_property
    def accesses(self) -> tuple[Access, ...]:
        """What its policies reach, action by action."""
        return accesses(self.documents.values())

    @property
    def said(self) -> str:
        """What it may, in one line; policies from outside the template by their names."""
        outside = [f"what {name} allows" for name in self.managed]
        return "; ".join([*map(str, self.accesses), *outside]) or "nothing"

    def since(self, before: Holder | None) -> Difference:
        """What it newly may and no longer may; everything where it was not there before."""
        return difference(before.documents.values() if before else (), self.documents.values())


@dataclass(frozen=True)
class Permissions:
    """The holders of a template, in its order, and the policies of its resources by logical id."""

    holders: tuple[Holder, ...]
    on_resources: Mapping[str, Mapping[str, Any]]

    def holder(self, logical_id: str) -> Holder | None:
        """The role, user or group with this logical id; None where there is none."""
        return next((holder for holder in self.holders if holder.logical_id == logical_id), None)

    def __repr__(self) -> str:
        """What each may, action by action."""
        return (
            "\n".join(f"{holder.logical_id} ({holder.kind}): {holder.said}" for holder in self.holders)
            or "nobody may anything"
        )

    def ask(self, holder: Holder, action: str, resource: str, context: Mapping[str, Any] | None = None) -> Decision:
        """Whether a holder may do something, decided by the policies of the template alone.

        `resource` is an ARN, or one by logical id: "<Bucket.Arn>/report.csv". Raises `InvalidRequest` for what cannot
        be asked, `MalformedPolicy` for a policy that IAM would refuse.
        """
        request = Request(holder.principal, action, resource, ACCOUNT_ID, context or {})
        about = next((name for name in self.on_resources if _is_about(resource, name)), None)
        policies = Policies(
            identity=dict(holder.documents),
            resource=self.on_resources[about] if about else None,
            boundary=holder.boundary,
        )
        return evaluate(request, policies)


def permissions(source: Any, *, parameters: Mapping[str, Any] | None = None, region: str = REGION) -> Permissions:
    """Who may do what in a source: a pattern, a template in any form, or one already resolved.

    `parameters` are values for its deploy-time parameters, `region` is where it would be deployed. Raises
    `TemplateError`.
    """
    resolved = source if isinstance(source, Resolved) else resolve(source, parameters=parameters, region=region)
    attached = list(_attached(resolved))
    kinds = ((resource, about(resource.type).policy) for resource in resolved.resources.values())
    holders = tuple(
        _holder(resource, holder.kind, attached, resolved)
        for resource, holder in kinds
        if isinstance(holder, PolicyHolder)
    )
    return Permissions(holders, dict(_on_resources(resolved)))


def _holder(
    resource: Resource, kind: str, attached: list[tuple[str, str, Mapping[str, Any]]], resolved: Resolved
) -> Holder:
    properties = resource.properties
    documents = {
        str(readable(at(one, "PolicyName") or f"policy {number}")): readable(at(one, "PolicyDocument"))
        for number, one in enumerate(entries(at(properties, "Policies")), 1)
    }
    documents |= {name: document for holder, name, document in attached if holder == resource.logical_id}
    managed = []
    for entry in entries(at(properties, "ManagedPolicyArns")):
        inside = [resolved.resources[name] for name in _named(entry) if name in resolved.resources]
        documents |= {each.logical_id: readable(at(each.properties, "PolicyDocument")) for each in inside}
        managed += [] if inside else [str(readable(entry)).rpartition("/")[2]]
    kept = {name: document for name, document in documents.items() if isinstance(document, dict)}
    return Holder(
        resource.logical_id, kind, tuple(_trusted(properties)), kept, tuple(managed),
        _boundary(properties, resolved),
    )  # fmt: skip


def _boundary(properties: Mapping[str, Any], resolved: Resolved) -> Mapping[str, Any] | None:
    name = next(iter(_named(at(properties, "PermissionsBoundary"))), "")
    inside = resolved.resources.get(name)
    return readable(at(inside.properties, "PolicyDocument")) if inside else None


def _trusted(properties: Mapping[str, Any]) -> Iterator[str]:
    for statement in each(at(properties, "AssumeRolePolicyDocument", "Statement")):
        principal = at(statement, "Principal")
        if at(statement, "Effect") == "Allow":
            named = principal.values() if isinstance(principal, dict) else [principal]
            yield from (str(readable(name)) for names in named for name in each(names) if name is not None)


def _attached(resolved: Resolved) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Holder, name and document of each policy that stands by itself and names a holder of the template."""
    for resource in resolved.resources.values():
        policy = about(resource.type).policy
        if not isinstance(policy, AttachedPolicy):
            continue
        document = readable(at(resource.properties, "PolicyDocument"))
        for place in policy.to:
            for one in each(at(resource.properties, place)):
                for holder in _named(one):
                    yield holder, resource.logical_id, document


def _on_resources(resolved: Resolved) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for resource in resolved.resources.values():
        policy = about(resource.type).policy
        if not isinstance(policy, ResourcePolicy):
            continue
        document = readable(at(resource.properties, policy.document))
        names = [name for one in each(at(resource.properties, policy.on)) for name in _named(one)] if policy.on else []
        if isinstance(document, dict):
            yield from ((name, document) for name in (names if policy.on else [resource.logical_id]))


def readable(value: Any) -> Any:
    """The value with `<Name.Attribute>` for what only a deployment settles; `${...}` stays for policy variables."""
    if isinstance(value, Unknown):
        return re.sub(r"\$\{([A-Za-z0-9.]+)\}", r"<\1>", value.text)
    if isinstance(value, dict):
        return {key: readable(one) for key, one in value.items()}
    return [readable(one) for one in value] if isinstance(value, list) else value


def _is_about(resource: str, logical_id: str) -> bool:
    return re.search(rf"<{re.escape(logical_id)}[.>]", resource) is not None


def _named(value: Any) -> list[str]:
    """The logical ids that a value refers to."""
    return [name for name, _ in sorted(value.references)] if isinstance(value, Unknown) else []
