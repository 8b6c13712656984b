"""What one request does to a stack and to those nested in it: forward, or all the way back.

An interruption takes effect between two resources; what has begun to go back, or to be deleted, ends first. Stacks
within another are made by the same run, with what was allowed for the outermost one. Not here: one run of a plan over
the resources of a single stack (`operation`).

Events and statuses: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.comparison.difference import Change, compare
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed
from patterns.sandbox.core.interruption import held
from patterns.sandbox.provider.nested_stacks import NestedStacks
from patterns.sandbox.stacks.masking import masked_changes
from patterns.sandbox.stacks.operation import Operation, ResourceFailed
from patterns.sandbox.stacks.passing_over import passing_over, with_events
from patterns.sandbox.stacks.plan import EVERYTHING, Allowed, Plan, planned
from patterns.sandbox.stacks.protection import refuse_deletion
from patterns.sandbox.stacks.registry import CREATE_FAILED, ROLLED_BACK, Registry
from patterns.sandbox.stacks.removal import Removal, handler_message, refusals
from patterns.sandbox.stacks.signals import Signals
from patterns.sandbox.stacks.state import State
from patterns.template.parameters import given_values
from patterns.template.source import Document
from patterns.template.stack_tags import with_tags

CANNOT_BE_UPDATED = frozenset(
    {ROLLED_BACK, CREATE_FAILED, "DELETE_FAILED", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED"}
)
WHOLE_SECONDS = 30.0
"""How long an interruption waits for what is done as a whole: a roll-back, a clean-up, a deletion."""
DEEPEST = 20
"""How deep stacks may be nested: ours, so that one that is nested in itself ends."""
INTERRUPTED = "Interrupted."
USER = "User Initiated"


class Run:
    """One request, on the stacks of a registry; as `Stacks` it makes those nested in the stack it is about."""

    def __init__(
        self, registry: Registry, signals: Signals, allowed: Allowed = EVERYTHING, *, leaves_failed: bool = False
    ) -> None:
        self._registry = registry
        self._account = registry.account
        self._signals = signals
        self._allowed = allowed
        self._leaves_failed = leaves_failed
        self._depth = 0
        self._done: list[tuple[State, Operation]] = []
        """Nested updates that are done: what they replaced stays until the outermost stack needs no way back."""
        self._taken_back: list[tuple[State, Operation]] = []
        """Nested updates that were taken back: what they made stays until nothing around them uses it."""

    def create(self, state: State, plan: Plan) -> None:
        """Make the stack; raises `StackFailed` after a rollback, or without one where what failed shall be left."""
        with held():
            self._bring(state, plan, "")
            self._registry.enter(state, "CREATE_COMPLETE")

    def update(self, state: State, plan: Plan) -> list[Change]:
        """Bring the stack to the plan and return what changed; raises `StackFailed` after a rollback."""
        changes = changed(state, plan)
        if changes is None:
            return []
        secrets = state.secrets | plan.secrets
        with held():
            operation = self._bring(state, plan, "UPDATE_")
            self._registry.enter(state, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            with held(WHOLE_SECONDS):
                operation.clean_up()
                while self._done:
                    nested, done = self._done.pop()
                    done.clean_up()
                    self._registry.enter(nested, "UPDATE_COMPLETE")
            self._registry.enter(state, "UPDATE_COMPLETE")
        return masked_changes(changes, secrets)

    def delete(self, state: State, why: str = USER) -> None:
        """Remove what the stack holds; what cannot be removed stays a member, and `StackFailed` says why."""
        with held(WHOLE_SECONDS):
            self._registry.enter_once(state, "DELETE_IN_PROGRESS", why)
            failed = self._delete_members(state)
            if failed:
                self._registry.enter(state, "DELETE_FAILED", _not_deleted(failed))
                reasons = [f"{name}: {state.masked(handler_message(error))}" for name, error in failed.items()]
                fault = next((error for error in failed.values() if not isinstance(error, refusals)), None)
                raise StackFailed(state.name, state.status, reasons, state.events) from fault
            state.exports = {}
            self._registry.enter(state, "DELETE_COMPLETE")
            self._registry.remove(state)

    def roll_back(self, state: State) -> None:
        """Take back what a creation that failed has left; what cannot be removed stays a member."""
        with held(WHOLE_SECONDS):
            self._registry.enter_once(state, "ROLLBACK_IN_PROGRESS", USER)
            failed = self._delete_members(state)
            self._registry.enter(state, "ROLLBACK_FAILED" if failed else ROLLED_BACK, _not_deleted(failed))

    # As `Stacks`.

    def begin_nested(self, name: str) -> str:
        """Begin a stack with nothing in it; return its id."""
        state = self._registry.new(name)
        self._registry.add(state)
        return state.id

    def create_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """Make what such a stack holds. Raises `StackFailed`, `TemplateError`, `DeploymentRefused`."""
        if self._depth >= DEEPEST:
            raise DeploymentRefused(f"stacks are nested more than {DEEPEST} deep: is this template nested in itself?")
        state = self._nested(stack_id)
        others = self._registry.exports(but=state.name)
        plan = planned(self._account, state, document, {**document.parameters, **given}, others, self._allowed)
        self._depth += 1
        try:
            self._bring(state, plan, "", is_outermost=False)
        finally:
            self._depth -= 1
        self._registry.enter(state, "CREATE_COMPLETE")

    def update_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """Bring a stack to a template. Raises what `create_nested` does."""
        state = self._nested(stack_id)
        if done := [each for each in self._done if each[0] is state]:
            self._done.remove(done[0])
            self._take_back(*done[0])
            return
        plan = update_plan(self._registry, state, document, given, self._allowed, keeps=False)
        if changed(state, plan) is not None:
            operation = self._bring(state, plan, "UPDATE_", is_outermost=False)
            self._registry.enter(state, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            self._done.append((state, operation))

    def delete_nested(self, stack_id: str) -> None:
        """Remove a stack; one that is gone is no error. Raises `StackFailed`, `DeploymentRefused`."""
        state = self._registry.find(stack_id)
        if state is not None:
            check_deletion(self._registry, state)
            self.delete(state)

    def nested_outputs(self, stack_id: str) -> Mapping[str, Any] | None:
        """The outputs of a stack, None where it is gone."""
        state = self._registry.find(stack_id)
        return None if state is None else state.outputs

    def _nested(self, stack_id: str) -> State:
        state = self._registry.find(stack_id)
        if state is None:
            raise DeploymentRefused(f"Stack [{stack_id}] does not exist")
        return state

    def _take_back(self, state: State, operation: Operation) -> None:
        """Undo a nested update that was done: the stack around it is going back. Raises `StackFailed`."""
        self._registry.enter(state, "UPDATE_ROLLBACK_IN_PROGRESS")
        refused = operation.back.change_back()
        if refused:
            self._registry.enter(state, "UPDATE_ROLLBACK_FAILED")
            raise StackFailed(state.name, state.status, refused, state.events)
        self._registry.enter(state, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        self._taken_back.append((state, operation))

    def _bring(self, state: State, plan: Plan, prefix: str, *, is_outermost: bool = True) -> Operation:
        """Run the plan, or take back what it did and raise: `StackFailed`, or an interruption as it came."""
        operation = Operation(self._registry, self._signals, state, plan)
        self._registry.add(state)
        state.resolved = state.resolved or plan.resolved
        state.secrets |= plan.secrets
        stays_failed = self._leaves_failed and is_outermost
        self._registry.enter_once(state, f"{prefix or 'CREATE_'}IN_PROGRESS", USER)
        account, nested = self._account, self._account.part(NestedStacks)
        around = account.deploys_foreign_code, nested.engine
        account.deploys_foreign_code, nested.engine = plan.document.foreign, self
        try:
            with passing_over(account) as events:
                operation.run()
            state.left_out = with_events(state.left_out, events)
        except ResourceFailed as failure:
            stays = self._roll_back(state, operation, prefix, failure.story, stays_failed)
            raise StackFailed(state.name, state.status, [str(failure), *stays], state.events) from failure.__cause__
        except Exception as fault:
            stays = self._roll_back(state, operation, prefix, "Internal Failure", stays_failed)
            reasons = [state.masked(handler_message(fault)), *stays]
            raise StackFailed(state.name, state.status, reasons, state.events) from fault
        except BaseException:
            self._roll_back(state, operation, prefix, INTERRUPTED, stays_failed=False)
            raise
        finally:
            account.deploys_foreign_code, nested.engine = around
        return operation

    def _roll_back(self, state: State, operation: Operation, prefix: str, story: str, stays_failed: bool) -> list[str]:
        """Bring the stack back to where it was; return what could not be, or by its policy is not."""
        with held(WHOLE_SECONDS):
            if stays_failed:
                operation.back.keep_half_made()
                self._registry.enter(state, CREATE_FAILED, story)
                return []
            return self._rolled_back(state, operation, prefix, story)

    def _rolled_back(self, state: State, operation: Operation, prefix: str, story: str) -> list[str]:
        asked = "" if prefix else " Rollback requested by user."
        self._registry.enter(state, f"{prefix}ROLLBACK_IN_PROGRESS", story + asked)
        refused = operation.back.change_back()
        if prefix and not refused:
            self._registry.enter(state, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        stays = operation.back.remove_made(whatever=story == INTERRUPTED)
        while self._taken_back:
            nested, done = self._taken_back.pop()
            stays += done.back.remove_made()
            self._registry.enter(nested, "UPDATE_ROLLBACK_COMPLETE")
        failed = refused if prefix else list(state.members)
        reason = "" if prefix else _not_deleted(state.members)
        self._registry.enter(state, f"{prefix}ROLLBACK_{'FAILED' if failed else 'COMPLETE'}", reason)
        return refused + stays

    def _delete_members(self, state: State) -> dict[str, BaseException]:
        """Delete last made first; what a member that stays behind needs stays with it. Logical id -> what failed."""
        removal = Removal(self._account, state, lambda member: member.deletion_policy)
        nested = self._account.part(NestedStacks)
        around, nested.engine = nested.engine, self
        try:
            failed = removal.run(reversed(list(state.members.values())))
        finally:
            nested.engine = around
        state.members = {member.logical_id: member for member in reversed(removal.left)}
        return {member.logical_id: error for member, error in failed}


def changed(state: State, plan: Plan) -> list[Change] | None:
    """What a plan changes of a stack; None where there is nothing to do."""
    changes = compare(state.resolved, plan.resolved)
    if not changes and state.resolved is not None and state.resolved.outputs == plan.resolved.outputs:
        return None
    return changes


def update_plan(
    registry: Registry, state: State, document: Document, given: Mapping[str, Any] | None,
    allowed: Allowed = EVERYTHING, *, keeps: bool = True,
) -> Plan:  # fmt: skip
    """The plan that brings a stack to a template, with the values it `keeps` of parameters that are not given.

    The tags of the stack stay where the template comes with none.

    Raises `TemplateError`, and `DeploymentRefused` for a stack that cannot be updated.
    """
    if not registry.holds(state):
        raise DeploymentRefused(f"Stack [{state.name}] does not exist: it was deleted; deploy it again")
    if state.status in CANNOT_BE_UPDATED:
        raise DeploymentRefused(f"Stack:{state.id} is in {state.status} state and can not be updated: delete it")
    document = with_tags(document, state.tags if document.tags is None else None)
    declared = document.body.get("Parameters", {})
    kept = {name: value for name, value in state.given.items() if keeps and name in declared}
    values = {**kept, **document.parameters, **given_values(given)}
    return planned(registry.account, state, document, values, registry.exports(but=state.name), allowed)


def check_deletion(registry: Registry, state: State) -> None:
    """Raise `DeploymentRefused` where the stack must not be deleted."""
    refuse_deletion(state.name, protected=state.protected)
    registry.refuse_in_use(state, {}, "delete")


def _not_deleted(failed: Mapping[str, object]) -> str:
    return f"The following resource(s) failed to delete: [{', '.join(sorted(failed))}]." if failed else ""
