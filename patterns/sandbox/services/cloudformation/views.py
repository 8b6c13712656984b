"""How CloudFormation shows stacks, their resources and their events.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from patterns.sandbox.provider.tags import as_list
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.state import Event, State

STACK = "AWS::CloudFormation::Stack"
_EVENTS = uuid.UUID("7f1bcd4c-0000-4000-8000-000000000000")


def summary(region: Region, state: State) -> dict[str, Any]:
    """What `ListStacks` tells of a stack."""
    began = [event.at for event in own_events(state) if event.status.endswith("UPDATE_IN_PROGRESS")]
    gone = [event.at for event in own_events(state) if event.status == "DELETE_IN_PROGRESS"]
    return {
        "StackId": state.id,
        "StackName": state.name,
        "TemplateDescription": description(state),
        "CreationTime": created(region, state),
        "LastUpdatedTime": began[-1] if began else None,
        "DeletionTime": gone[-1] if gone else None,
        "StackStatus": state.status,
        "StackStatusReason": reason(state),
        **_family(region, state),
        "DriftInformation": drift_information(region, state),
    }


def stack(region: Region, state: State) -> dict[str, Any]:
    """What `DescribeStacks` tells of a stack."""
    general = summary(region, state)
    general["Description"] = general.pop("TemplateDescription")
    told = dict(state.told)
    return {
        **general,
        "Parameters": parameters(state),
        "RollbackConfiguration": {},
        "DisableRollback": told.pop("DisableRollback", False),
        "Outputs": list(outputs(state)),
        "EnableTerminationProtection": state.protected,
        "NotificationARNs": [],
        "Tags": as_list(state.tags),
        **told,
    }


def created(region: Region, state: State) -> datetime:
    """When a stack was asked for."""
    return state.events[0].at if state.events else region.now


def description(state: State) -> str | None:
    """The description in its template."""
    return None if state.resolved is None else state.resolved.document.body.get("Description")


def reason(state: State) -> str | None:
    """Why the stack is in its status, where that is said."""
    latest = next((event for event in reversed(state.events) if event.physical_id == state.id), None)
    return latest.reason or None if latest is not None and latest.status == state.status else None


def own_events(state: State) -> list[Event]:
    """The events of the stack itself."""
    return [event for event in state.events if event.type == STACK and event.physical_id == state.id]


def _family(region: Region, state: State) -> dict[str, str]:
    """The stack around a nested one, and the outermost."""
    parent = region.engine.registry.owner(STACK, state.id)
    if not parent:
        return {}
    root, above = parent, parent
    while above:
        root, above = above, region.engine.registry.owner(STACK, above)
    return {"ParentId": parent, "RootId": root}


def drift_information(region: Region, state: State) -> dict[str, Any]:
    """What was found when drift was looked for last."""
    if state.id not in region.drifted:
        return {"StackDriftStatus": "NOT_CHECKED"}
    when, found = region.drifted[state.id]
    return {"StackDriftStatus": stack_drift(found), "LastCheckTimestamp": when}


def stack_drift(found: Mapping[str, str]) -> str:
    """The status of a stack, by those of its resources."""
    return "IN_SYNC" if set(found.values()) <= {"IN_SYNC"} else "DRIFTED"


def parameters(state: State) -> list[dict[str, Any]]:
    """The parameters as they were given; what is stored under a name stands beside it."""
    declared = {} if state.resolved is None else state.resolved.document.body.get("Parameters", {})
    parameters = []
    for name, value in state.parameters.items():
        text = ",".join(value) if isinstance(value, list) else str(value)
        shown: dict[str, Any] = {"ParameterKey": name, "ParameterValue": text}
        if str(declared.get(name, {}).get("Type", "")).startswith("AWS::SSM::Parameter::Value<"):
            given = state.given.get(name, declared[name].get("Default", ""))
            shown = {"ParameterKey": name, "ParameterValue": str(given), "ResolvedValue": text}
        parameters.append(shown)
    return parameters


def outputs(state: State) -> Iterator[dict[str, Any]]:
    """The outputs, with the names they are exported under."""
    resolved = state.resolved
    for name, value in state.outputs.items():
        declared = resolved.outputs.get(name) if resolved is not None else None
        export = getattr(declared, "export", None)
        if export is not None and not isinstance(export, str):
            export = next((one for one, exported in state.exports.items() if exported == value), None)
        yield {
            "OutputKey": name,
            "OutputValue": str(value),
            "Description": getattr(declared, "description", None),
            "ExportName": export,
        }


def events(state: State) -> list[dict[str, Any]]:
    """The events of a stack, the latest first."""
    return [_event(state, number, each) for number, each in enumerate(state.events)][::-1]


def _event(state: State, number: int, event: Event) -> dict[str, Any]:
    unique = uuid.uuid5(_EVENTS, f"{state.id} {number}")
    of_stack = event.physical_id == state.id
    return {
        "StackId": state.id,
        "EventId": str(unique) if of_stack else f"{event.logical_id}-{event.status}-{unique}",
        "StackName": state.name,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": event.physical_id,
        "ResourceType": event.type,
        "Timestamp": event.at,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason or None,
    }


def resources(region: Region, state: State) -> list[dict[str, Any]]:
    """The resources of a stack, those it had for one that is no more, in all the words that its calls use."""
    latest: dict[str, Event] = {}
    for event in state.events:
        if event.physical_id != state.id:
            latest[event.logical_id] = event
    is_gone = state.status == "DELETE_COMPLETE"
    return [
        _resource(region, state, event)
        for name, event in latest.items()
        if is_gone or name in state.members or event.status in ("CREATE_IN_PROGRESS", "CREATE_FAILED")
    ]


def _resource(region: Region, state: State, event: Event) -> dict[str, Any]:
    member = state.members.get(event.logical_id)
    _, found = region.drifted.get(state.id, (None, {}))
    declared = {} if state.resolved is None else state.resolved.document.body["Resources"].get(event.logical_id, {})
    metadata = declared.get("Metadata")
    return {
        "StackName": state.name,
        "StackId": state.id,
        "LogicalResourceId": event.logical_id,
        "PhysicalResourceId": member.physical_id if member else event.physical_id or None,
        "ResourceType": event.type,
        "Timestamp": event.at,
        "LastUpdatedTimestamp": event.at,
        "ResourceStatus": event.status,
        "ResourceStatusReason": event.reason or None,
        "Metadata": json.dumps(metadata) if metadata else None,
        "DriftInformation": {"StackResourceDriftStatus": found.get(event.logical_id, "NOT_CHECKED")},
    }
