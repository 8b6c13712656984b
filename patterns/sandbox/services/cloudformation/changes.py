"""The changes of a change set, in the service's words.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from patterns.comparison.difference import Change, PropertyChange
from patterns.sandbox.services.cloudformation.change_set import ChangeSet
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.masking import masked, masked_changes
from patterns.sandbox.stacks.requests import Prospect
from patterns.template.values import Unknown

REPLACEMENT = {"always": "True", "conditional": "Conditional", "never": "False"}
RECREATION = {"always": "Always", "conditional": "Conditionally", "never": "Never"}


def shown(region: Region, change_set: ChangeSet, *, with_values: bool) -> Iterator[dict[str, Any]]:
    """Each change; values before and after where they are asked for, secrets masked."""
    prospect = change_set.prospect
    assert prospect is not None
    secrets = prospect.state.secrets | prospect.plan.secrets
    if prospect.changes is None:
        resources = prospect.plan.resolved.resources.values()
        changes = [Change("Add", resource.logical_id, resource.type, None, (), None) for resource in resources]
    else:
        changes = masked_changes(prospect.changes, secrets)
    for change in changes:
        yield {"Type": "Resource", "ResourceChange": _change(prospect, change, with_values=with_values)}


def _change(prospect: Prospect, change: Change, *, with_values: bool) -> dict[str, Any]:
    member = prospect.state.members.get(change.logical_id)
    told: dict[str, Any] = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "PhysicalResourceId": member.physical_id if member else None,
        "ResourceType": change.type,
        "Replacement": REPLACEMENT[change.replacement] if change.replacement else None,
        "Scope": _scope(change),
        "Details": [_detail(prospect, change, one, with_values=with_values) for one in change.properties],
        "PolicyAction": _policy_action(prospect, change),
    }
    if with_values:
        told |= _contexts(prospect, change)
    return told


def _scope(change: Change) -> list[str]:
    if change.action != "Modify":
        return []
    return ["Properties"] if change.properties else ["Metadata"]


def _policy_action(prospect: Prospect, change: Change) -> str | None:
    """What becomes of the physical resource that goes."""
    member = prospect.state.members.get(change.logical_id)
    if member is None:
        return None
    if change.action == "Remove":
        return member.deletion_policy if member.deletion_policy != "RetainExceptOnCreate" else "Retain"
    if change.replacement == "always":
        kept = {"Delete": "ReplaceAndDelete", "Retain": "ReplaceAndRetain", "Snapshot": "ReplaceAndSnapshot"}
        return kept.get(member.update_replace_policy)
    return None


def _detail(prospect: Prospect, change: Change, one: PropertyChange, *, with_values: bool) -> dict[str, Any]:
    target: dict[str, Any] = {
        "Attribute": "Properties",
        "Name": str(one.path[0]) if one.path else None,
        "RequiresRecreation": RECREATION[one.requires],
    }
    if with_values:
        kinds = {(True, False): "Add", (False, True): "Remove"}
        target |= {
            "Path": "/".join(("", "Properties", *map(str, one.path))),
            "BeforeValue": _text(one.before),
            "AfterValue": _text(one.after),
            "AttributeChangeType": kinds.get((one.before is None, one.after is None), "Modify"),
        }
    source, cause = _source(prospect, change, one)
    is_settled = source in ("DirectModification", "ParameterReference") and not isinstance(one.after, Unknown)
    return {
        "Target": target,
        "Evaluation": "Static" if is_settled else "Dynamic",
        "ChangeSource": source,
        "CausingEntity": cause,
    }


def _source(prospect: Prospect, change: Change, one: PropertyChange) -> tuple[str, str | None]:
    """What a change comes from: the template, a parameter, or another resource."""
    if isinstance(one.after, Unknown):
        resources = prospect.plan.resolved.resources
        for logical_id, attribute in sorted(one.after.references):
            if logical_id in resources and attribute == "Ref":
                return "ResourceReference", logical_id
            if logical_id in resources:
                return "ResourceAttribute", f"{logical_id}.{attribute}"
    written = _at(prospect, change, one)
    if isinstance(written, dict) and written.get("Ref") in prospect.plan.resolved.parameters:
        return "ParameterReference", str(written["Ref"])
    return "DirectModification", None


def _at(prospect: Prospect, change: Change, one: PropertyChange) -> Any:
    """What the new template says where a property changes."""
    properties: Any = prospect.plan.document.body["Resources"].get(change.logical_id, {}).get("Properties")
    for step in one.path:
        if isinstance(properties, dict):
            properties = properties if "Ref" in properties else properties.get(str(step))
        elif isinstance(properties, list) and isinstance(step, int) and step < len(properties):
            properties = properties[step]
        else:
            return None
    return properties


def _contexts(prospect: Prospect, change: Change) -> dict[str, str]:
    secrets = prospect.state.secrets | prospect.plan.secrets
    before = prospect.state.resolved.resources.get(change.logical_id) if prospect.state.resolved else None
    after = prospect.plan.resolved.resources.get(change.logical_id)
    contexts = {}
    if before is not None and change.action != "Add":
        contexts["BeforeContext"] = _text({"Properties": masked(before.properties, secrets)})
    if after is not None and change.action != "Remove":
        contexts["AfterContext"] = _text({"Properties": masked(after.properties, secrets)})
    return {name: text for name, text in contexts.items() if text is not None}


def _text(value: Any) -> str | None:
    """A value as text: what is not known yet is the words that CloudFormation has for it."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Unknown):
        return "{{changeSet:KNOWN_AFTER_APPLY}}"
    return json.dumps(value, default=lambda unknown: "{{changeSet:KNOWN_AFTER_APPLY}}", separators=(",", ":"))


def parameters(prospect: Prospect) -> list[dict[str, Any]]:
    """The values of parameters that the change set would bring, those of `NoEcho` masked."""
    return [
        {"ParameterKey": name, "ParameterValue": ",".join(value) if isinstance(value, list) else str(value)}
        for name, value in prospect.plan.shown.items()
    ]
