"""Stacks, their events and resources, exports and imports, as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.cloudformation import views
from patterns.sandbox.services.cloudformation.paging import page
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region


def describe_stacks(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell of one stack, which goes on while it is in progress, or of all there are."""
    if name := params.get("StackName"):
        return {"Stacks": [views.stack(region, region.there(str(name)))]}
    there = [state for state in region.states() if state.status != "DELETE_COMPLETE"]
    return page([views.stack(region, state) for state in there], params, "Stacks")


def list_stacks(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the stacks there are and were, in the statuses that are asked for."""
    wanted = params.get("StackStatusFilter") or ()
    found = [views.summary(region, state) for state in region.states() if not wanted or state.status in wanted]
    return page(found, params, "StackSummaries")


def describe_stack_events(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell what happened, the latest first."""
    if not params.get("StackName"):
        raise invalid("StackName must be specified.")
    state = region.there(str(params["StackName"]), "Stack [{}] does not exist")
    return page(views.events(state), params, "StackEvents")


def list_stack_resources(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the resources of a stack."""
    state = region.there(str(params["StackName"]))
    return page(views.resources(region, state), params, "StackResourceSummaries")


def describe_stack_resource(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell of one resource."""
    state = region.there(str(params["StackName"]), "Stack '{}' does not exist")
    name = params["LogicalResourceId"]
    found = next(
        (resource for resource in views.resources(region, state) if resource["LogicalResourceId"] == name), None
    )
    if found is None:
        raise invalid(f"Resource {name} does not exist for stack {state.name}")
    return {"StackResourceDetail": found}


def describe_stack_resources(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell of the resources of a stack, or of the stack that a resource belongs to."""
    logical, physical = params.get("LogicalResourceId"), params.get("PhysicalResourceId")
    if physical and params.get("StackName"):
        raise invalid("StackName and PhysicalResourceId cannot be specified together")
    if physical:
        state = _owner(region, str(physical))
    elif params.get("StackName"):
        state = region.there(str(params["StackName"]))
    else:
        raise invalid("You must specify either StackName or PhysicalResourceId.")
    resources = views.resources(region, state)
    return {"StackResources": [resource for resource in resources if logical in (None, resource["LogicalResourceId"])]}


def _owner(region: Region, physical_id: str) -> Any:
    for state in region.states():
        if any(member.physical_id == physical_id for member in state.members.values()):
            return state
    raise invalid(f"Stack for {physical_id} does not exist")


def list_exports(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """List what stacks export."""
    found = [
        {"ExportingStackId": state.id, "Name": name, "Value": str(value)}
        for state in region.states()
        for name, value in state.exports.items()
    ]
    return page(sorted(found, key=lambda one: one["Name"]), params, "Exports")


def list_imports(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the stacks that import something."""
    name = str(params["ExportName"])
    states = list(region.states())
    if all(name not in state.exports for state in states):
        raise invalid(f"Export with name {name} does not exist")
    names = sorted(state.name for state in states if name in state.imports and state.status != "DELETE_COMPLETE")
    if not names:
        raise invalid(f"Export '{name}' is not imported by any stack.")
    return page(names, params, "Imports")
