"""Stacks are created, updated and deleted, and what could not be is taken up again.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.services.cloudformation import inputs
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.protection import StackPolicy

MISSING = "Stack [{}] does not exist"
NOTHING_TO_DO = "No updates are to be performed."


def create_stack(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin a stack."""
    when_it_fails = inputs.on_failure(params)
    template = inputs.document(region, params)
    given, acknowledged = inputs.values(params), inputs.capabilities(params)
    prospect = region.requests.creation(str(params["StackName"]), template, given, acknowledged)
    prospect.state.told = inputs.told(params)
    prospect.state.protected = bool(params.get("EnableTerminationProtection"))
    if params.get("StackPolicyBody"):
        prospect.state.policy = StackPolicy.of(str(params["StackPolicyBody"]))
    region.requests.create(prospect, on_failure=when_it_fails)
    return {"StackId": prospect.state.id}


def update_stack(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin an update."""
    state = region.find(str(params["StackName"]))
    if state is None or state.status == "DELETE_COMPLETE":
        raise invalid(MISSING.format(params["StackName"]))
    if params.get("DisableRollback"):
        raise invalid(
            "The sandbox always takes back an update that failed: DisableRollback is for creations alone here."
        )
    template = inputs.document(region, params, state)
    given, acknowledged = inputs.values(params, state), inputs.capabilities(params)
    prospect = region.requests.update(state, template, given, acknowledged)
    if prospect.changes is None and not inputs.are_other_tags(state, params):
        raise invalid(NOTHING_TO_DO)
    if params.get("StackPolicyDuringUpdateBody"):
        raise invalid("The sandbox knows no stack policy that holds during one update only: SetStackPolicy changes it.")
    state.told = {**state.told, **inputs.told(params)}
    if params.get("StackPolicyBody"):
        state.policy = StackPolicy.of(str(params["StackPolicyBody"]))
    region.requests.change(prospect)
    return {"StackId": state.id}


def delete_stack(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin a deletion; of a stack that is not there nothing happens."""
    name = str(params["StackName"])
    if region.in_review.pop(name, None):
        return {}
    state = region.find(name)
    if state is None or state.status == "DELETE_COMPLETE":
        return {}
    retained = params.get("RetainResources") or ()
    if retained and state.status != "DELETE_FAILED":
        raise invalid(f"Invalid operation on stack [{state.id}]. Specify RetainResources only when a stack is in the "
                      "DELETE_FAILED state.")  # fmt: skip
    region.requests.delete(state, retained)
    return {}


def cancel_update_stack(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuse to take an update back: here an update that has begun is done before anybody could."""
    state = region.there(str(params["StackName"]), MISSING)
    raise invalid(f"CancelUpdateStack cannot be called from current stack status: {state.status}")


def rollback_stack(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin to take back what a creation without rollback has left."""
    state = region.there(str(params["StackName"]), MISSING)
    region.requests.roll_back(state)
    return {"StackId": state.id}


def continue_update_rollback(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Refuse to go on with a rollback of a stack that is not in the middle of one."""
    state = region.there(str(params["StackName"]), MISSING)
    if state.status != "UPDATE_ROLLBACK_FAILED":
        raise invalid(f"Stack:{state.id} is in {state.status} state and can not continue rollback.")
    raise invalid("The sandbox does not continue a rollback that failed: delete the stack. docs/fidelity.md says so.")


def signal_resource(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Keep a signal for a resource whose creation waits for it."""
    state = region.find(str(params["StackName"]))
    if state is None:
        raise invalid(f"Stack [{params['StackName']}] does not exist")
    region.engine.signals.send(
        state.name, str(params["LogicalResourceId"]), str(params["UniqueId"]), str(params["Status"])
    )
    return {}
