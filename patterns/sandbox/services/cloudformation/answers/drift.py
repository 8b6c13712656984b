"""Drift: where the services differ from what was deployed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDrift.html
Here a detection is over when it was asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from patterns.sandbox.services.cloudformation.paging import page
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import MOST_KEPT, Region
from patterns.sandbox.stacks.drift import Difference
from patterns.sandbox.stacks.masking import masked
from patterns.sandbox.stacks.requests import require_settled
from patterns.sandbox.stacks.stack import Stack
from patterns.sandbox.stacks.state import State

IN_SYNC, MODIFIED, DELETED = "IN_SYNC", "MODIFIED", "DELETED"


def detect_stack_drift(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look for drift in a stack, or in some resources of it."""
    state = _settled(region, params)
    wanted = params.get("LogicalResourceIds") or list(state.members)
    found = {name: drift["StackResourceDriftStatus"] for name, drift in _drifts(region, state, wanted).items()}
    _, before = region.drifted.get(state.id, (None, {}))
    region.drifted[state.id] = (region.now, {**before, **found})
    unique = region.new_id("drift", state.id)
    drifted = sum(status != IN_SYNC for status in found.values())
    region.detections[unique] = (state.id, region.now, drifted)
    while len(region.detections) > MOST_KEPT:
        del region.detections[next(iter(region.detections))]
    return {"StackDriftDetectionId": unique}


def describe_stack_drift_detection_status(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell what came of a detection."""
    asked = str(params["StackDriftDetectionId"])
    if asked not in region.detections:
        raise invalid(f"Drift detection status with id {asked} does not exist.")
    stack_id, when, drifted = region.detections[asked]
    return {
        "StackId": stack_id,
        "StackDriftDetectionId": asked,
        "StackDriftStatus": "DRIFTED" if drifted else IN_SYNC,
        "DetectionStatus": "DETECTION_COMPLETE",
        "DriftedStackResourceCount": drifted,
        "Timestamp": when,
    }


def describe_stack_resource_drifts(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell of the resources whose drift was looked for."""
    state = region.there(str(params["StackName"]))
    _, checked = region.drifted.get(state.id, (None, {}))
    wanted = params.get("StackResourceDriftStatusFilters") or ()
    found = _drifts(region, state, [name for name in checked if name in state.members]).values()
    told = [one for one in found if not wanted or one["StackResourceDriftStatus"] in wanted]
    return page(told, params, "StackResourceDrifts")


def detect_stack_resource_drift(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look for drift in one resource, and tell of it."""
    state, name = _settled(region, params), str(params["LogicalResourceId"])
    if name not in state.members:
        raise invalid(f"Resource {name} does not exist for stack {state.name}")
    drift = _drifts(region, state, [name])[name]
    _, before = region.drifted.get(state.id, (None, {}))
    region.drifted[state.id] = (region.now, {**before, name: drift["StackResourceDriftStatus"]})
    return {"StackResourceDrift": drift}


def _settled(region: Region, params: Mapping[str, Any]) -> State:
    state = region.there(str(params["StackName"]), "Stack [{}] does not exist")
    require_settled(state, "checked for drift")
    return state


def _drifts(region: Region, state: State, names: Iterable[str]) -> dict[str, dict[str, Any]]:
    stack, wanted = region.stack(state), set(names)
    actual = stack.snapshot()["Resources"]
    return {name: _drift(region, stack, name, actual.get(name)) for name in state.members if name in wanted}


def _drift(region: Region, stack: Stack, name: str, actual: Mapping[str, Any] | None) -> dict[str, Any]:
    resource, secrets = stack[name], stack.state.secrets
    there = None if actual is None else actual["Properties"]
    differences = resource.drift_from(there)
    told: dict[str, Any] = {
        "StackId": stack.id,
        "LogicalResourceId": name,
        "PhysicalResourceId": resource.physical_id,
        "ResourceType": resource.type,
        "ExpectedProperties": json.dumps(masked(resource.member.properties, secrets)),
        "StackResourceDriftStatus": DELETED if there is None else MODIFIED if differences else IN_SYNC,
        "Timestamp": region.now,
    }
    if there is not None:
        told |= {
            "ActualProperties": json.dumps(masked(there, secrets), default=str),
            "PropertyDifferences": [_difference(each) for each in differences],
        }
    return told


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "PropertyPath": "/" + "/".join(re.findall(r"[^.\[\]]+", difference.path)),
        "ExpectedValue": _text(difference.declared),
        "ActualValue": _text(difference.actual),
        "DifferenceType": "REMOVE" if difference.actual is None else "NOT_EQUAL",
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)
