"""Change sets: what would change, before anybody changes it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.errors import Refused
from patterns.sandbox.services.cloudformation import changes, inputs
from patterns.sandbox.services.cloudformation.answers.stacks import MISSING
from patterns.sandbox.services.cloudformation.change_set import NO_CHANGES, ChangeSet
from patterns.sandbox.services.cloudformation.paging import page
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.services.cloudformation.region import Region
from patterns.sandbox.stacks.capabilities import AUTO_EXPAND
from patterns.sandbox.stacks.requests import REVIEW, Prospect
from patterns.sandbox.stacks.state import State
from patterns.template.source import Document

CREATE, UPDATE, IMPORT = "CREATE", "UPDATE", "IMPORT"


def create_change_set(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Work out what would change; a stack that is to be created stands in review from now on."""
    kind = str(params.get("ChangeSetType") or UPDATE)
    if kind not in (CREATE, UPDATE):
        raise invalid("The sandbox imports no resources into stacks: ChangeSetType is CREATE or UPDATE.")
    name, stack = str(params["ChangeSetName"]), str(params["StackName"])
    state = _stack(region, kind, stack, name)
    if state is not None and any(one.name == name for one in region.change_sets_of(state)):
        raise Refused("AlreadyExistsException", f"ChangeSet {name} already exists", 400)
    template = inputs.document(region, params, state)
    prospect = _prospect(region, kind, params, state, template)
    state = prospect.state
    if kind == CREATE and state.name not in region.in_review:
        region.in_review[state.name] = state
        state.status = REVIEW
        state.told = inputs.told(params)
        state.log(region.now, "AWS::CloudFormation::Stack", state.name, REVIEW, "User Initiated", state.id)
    unique = region.new_id("change set", state.id, name)
    arn = f"arn:aws:cloudformation:{region.account.region}:{region.account.account_id}:changeSet/{name}/{unique}"
    asked = {**params, "document": template}
    change_set = ChangeSet(arn, name, state, region.now, asked, base=len(state.events))
    if kind == UPDATE and _changes_nothing(prospect, params):
        change_set.reason = NO_CHANGES
    else:
        change_set.prospect = prospect
    region.keep(change_set)
    return {"Id": arn, "StackId": state.id}


def _changes_nothing(prospect: Prospect, params: Mapping[str, Any]) -> bool:
    return prospect.changes is None and not inputs.are_other_tags(prospect.state, params)


def _stack(region: Region, kind: str, name: str, change_set: str) -> State | None:
    state = region.find(name)
    if state is not None and state.status == "DELETE_COMPLETE":
        state = None
    if kind == CREATE and state is not None and state.status != REVIEW:
        raise invalid(f"Stack [{name}] already exists and cannot be created again with the changeSet [{change_set}].")
    if kind == UPDATE and state is None:
        raise invalid(MISSING.format(name))
    if state is not None:
        region.requests.go_on(state)
    return state


def _prospect(
    region: Region, kind: str, params: Mapping[str, Any], state: State | None, template: Document
) -> Prospect:
    # Whoever reviews a change set sees what macros made: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
    acknowledged = [*inputs.capabilities(params), AUTO_EXPAND]
    given = inputs.values(params, state)
    if kind == UPDATE:
        assert state is not None
        if state.status == REVIEW:
            raise invalid(f"Stack:{state.id} is in {REVIEW} state and can not be updated.")
        return region.requests.update(state, template, given, acknowledged)
    found = region.requests.creation(str(params["StackName"]).partition("/")[0], template, given, acknowledged)
    if state is None:
        return found
    return Prospect(state, found.plan, found.allowed, None)


def describe_change_set(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell what a change set would do."""
    change_set = region.change_set(str(params["ChangeSetName"]), params.get("StackName"))
    with_values = bool(params.get("IncludePropertyValues"))
    shown = list(changes.shown(region, change_set, with_values=with_values)) if change_set.prospect else []
    prospect = change_set.prospect
    return {
        **_summary(change_set),
        "Parameters": changes.parameters(prospect) if prospect else [],
        "NotificationARNs": [],
        "RollbackConfiguration": {},
        "Capabilities": inputs.capabilities(change_set.asked),
        "Tags": change_set.asked.get("Tags") or [],
        "OnStackFailure": change_set.asked.get("OnStackFailure"),
        **page(shown, params, "Changes"),
    }


def _summary(change_set: ChangeSet) -> dict[str, Any]:
    return {
        "ChangeSetName": change_set.name,
        "ChangeSetId": change_set.id,
        "StackId": change_set.state.id,
        "StackName": change_set.state.name,
        "Description": change_set.asked.get("Description"),
        "CreationTime": change_set.made,
        "ExecutionStatus": change_set.execution_status,
        "Status": change_set.status,
        "StatusReason": change_set.reason or None,
        "IncludeNestedStacks": False,
    }


def list_change_sets(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the change sets of a stack."""
    state = region.there(str(params["StackName"]), MISSING)
    return page([_summary(change_set) for change_set in region.change_sets_of(state)], params, "Summaries")


def execute_change_set(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Begin what a change set says; the stack's others go."""
    change_set = region.change_set(str(params["ChangeSetName"]), params.get("StackName"))
    prospect, state = change_set.prospect, change_set.state
    if prospect is None or change_set.execution_status != "AVAILABLE":
        status = change_set.execution_status
        told = f"ChangeSet [{change_set.id}] cannot be executed in its current execution status of [{status}]"
        raise Refused("InvalidChangeSetStatus", told, 400)
    is_new = state.status == REVIEW
    if params.get("DisableRollback") and not is_new:
        raise invalid(
            "The sandbox always takes back an update that failed: DisableRollback is for creations alone here."
        )
    asked = {"OnStackFailure": change_set.asked.get("OnStackFailure"), "DisableRollback": params.get("DisableRollback")}
    when_it_fails = inputs.on_failure(asked, "OnStackFailure")
    for other in region.change_sets_of(state):
        if other is not change_set:
            del region.change_sets[other.id]
    change_set.is_done = True
    state.told = {**state.told, **inputs.told(change_set.asked), "ChangeSetId": change_set.id}
    if is_new:
        region.in_review.pop(state.name, None)
        region.requests.create(prospect, on_failure=when_it_fails)
    else:
        region.requests.change(prospect)
    return {}


def delete_change_set(region: Region, params: Mapping[str, Any]) -> Mapping[str, Any]:
    """Forget a change set; one that is not there is no error."""
    name = str(params["ChangeSetName"])
    if not name.startswith("arn:") and region.find(str(params.get("StackName"))) is None:
        raise invalid(MISSING.format(params.get("StackName")))
    change_set = region.found_change_set(name, params.get("StackName"))
    if change_set is not None:
        del region.change_sets[change_set.id]
    return {}
