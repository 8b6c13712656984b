"""What a removal or a replacement costs, in words, minding the policies that soften it. What changes is `difference`'s.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
"""

from __future__ import annotations

from collections.abc import Collection

from patterns.knowledge import about
from patterns.template.resolve import Resource
from patterns.template.schema import Schema
from patterns.template.values import Unknown


def removal(resource: Resource) -> str | None:
    """Return what taking the resource out of the template costs, None where nothing is lost."""
    lost = _lost(resource.type)
    policy = resource.deletion_policy or default_deletion_policy(resource)
    if policy in ("Retain", "RetainExceptOnCreate"):
        return f"{resource.logical_id} stays in the account, no longer part of the stack (DeletionPolicy: {policy})"
    if lost is None:
        return None
    if policy == "Snapshot" and about(resource.type).snapshot:
        return f"{resource.logical_id} is deleted after a final snapshot, from which its data can be restored"
    return f"{resource.logical_id} is deleted: {lost}"


def replacement(old: Resource, new: Resource, *, schema: Schema | None, certain: bool) -> str | None:
    """Return what replacing the resource costs, None where nothing is lost.

    `schema` is that of its type, None for a custom resource; `certain` is false if it may not be replaced after all.
    """
    name = _kept_name(old, new, schema)
    condition = "" if certain else "If it is replaced: "
    if name is not None:
        return (
            f"{condition}the update fails: CloudFormation cannot update a stack when a custom-named resource requires "
            f"replacing. Rename {name} and update the stack again"
        )
    lost = _lost(new.type)
    policy = new.update_replace_policy or "Delete"
    made = f"{condition}a new {new.logical_id} is made"
    if policy in ("Retain", "RetainExceptOnCreate"):
        return f"{made}; the old one stays in the account (UpdateReplacePolicy: {policy})"
    if lost is None:
        return None
    if policy == "Snapshot" and about(new.type).snapshot:
        return f"{made}, empty; the old one is deleted after a final snapshot, from which its data can be restored"
    return f"{made}, then the old one is deleted: {lost}"


def refusal(type_name: str, changed: Collection[str]) -> str | None:
    """Return why the service refuses the change of these properties, None if it does not."""
    fixed = [name for name in about(type_name).fixed if name in changed]
    return f"the update fails: {', '.join(fixed)} of {type_name} cannot be changed once it exists" if fixed else None


def default_deletion_policy(resource: Resource) -> str:
    """Return what becomes of a resource that is deleted and says nothing of it: of most nothing stays."""
    snapshot = about(resource.type).snapshot
    is_default = snapshot is not None and snapshot.by_default and snapshot.unless not in resource.properties
    return "Snapshot" if is_default else "Delete"


def _lost(type_name: str) -> str | None:
    lost = about(type_name).lost
    return lost if isinstance(lost, str) else None


def _kept_name(old: Resource, new: Resource, schema: Schema | None) -> str | None:
    """Return the name that the old and the new physical resource would have to share, None if there is none."""
    if schema is None or len(schema.primary_identifier) != 1 or schema.primary_identifier[0] in schema.read_only:
        return None
    before, after = (resource.properties.get(schema.primary_identifier[0]) for resource in (old, new))
    return after if isinstance(after, str) and before == after and not isinstance(after, Unknown) else None
