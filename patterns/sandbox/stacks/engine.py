"""The stack engine: create, update and delete in the shape and the words of CloudFormation.

It settles a plan first, runs it, and goes back when anything fails. An interruption takes effect between two resources;
what has begun to go back, or to be deleted, ends first. Not here: one run over the resources of a stack
(`operation`), what a template means (`patterns.template`), how a type is made (`provider`).

Events and statuses: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from __future__ import annotations

import re
import uuid
from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any

from patterns.comparison.difference import Change, compare
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed
from patterns.sandbox.core.interruption import held
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.provider.nested_stacks import NestedStacks
from patterns.sandbox.provider.wait_conditions import WaitHandles
from patterns.sandbox.stacks import assemblies, bootstrap, capabilities, leaving_out
from patterns.sandbox.stacks.masking import masked_changes
from patterns.sandbox.stacks.operation import Operation, ResourceFailed
from patterns.sandbox.stacks.plan import EVERYTHING, Allowed, Plan, planned
from patterns.sandbox.stacks.protection import refuse_deletion
from patterns.sandbox.stacks.removal import Removal, handler_message, refusals
from patterns.sandbox.stacks.signals import Signals
from patterns.sandbox.stacks.stack import Stack
from patterns.sandbox.stacks.state import State
from patterns.template.parameters import given_values
from patterns.template.source import Document, load

ROLLED_BACK = "ROLLBACK_COMPLETE"
"""A stack whose creation was rolled back: it has no resources, and stays until it is deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""
CREATE_FAILED = "CREATE_FAILED"
"""A stack whose creation failed and was asked not to be rolled back: what was made of it stays."""
CANNOT_BE_UPDATED = frozenset(
    {ROLLED_BACK, CREATE_FAILED, "DELETE_FAILED", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED"}
)

MOST_DELETED = 1000
"""How many deleted stacks are remembered; the oldest are forgotten first."""

WHOLE_SECONDS = 30.0
"""How long an interruption waits for what is done as a whole: a roll-back, a clean-up, a deletion."""
DEEPEST = 20
"""How deep stacks may be nested: ours, so that one that is nested in itself ends."""
INTERRUPTED = "Interrupted."
USER = "User Initiated"


class Engine:
    """The stacks of one account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._states: dict[str, State] = {}
        self.signals = Signals()
        self.deleted: deque[State] = deque(maxlen=MOST_DELETED)
        """The stacks that are no more, oldest first: CloudFormation tells of them by their id."""
        self.existing_exports: dict[str, str] = {}
        """Exports that the account is said to have, of no stack that is here."""
        self._allowed = EVERYTHING
        self._left: State | None = None
        """The stack that stays as it is where its creation fails."""
        self._depth = 0
        self._open: list[tuple[State, Operation]] = []
        """Nested updates that are done: what they replaced stays until the outermost stack needs no way back."""
        self._back: list[tuple[State, Operation]] = []
        """Nested updates that were taken back: what they made stays until nothing around them uses it."""

    def stacks(self) -> list[Stack]:
        """The stacks there are now, oldest first."""
        return [Stack(self, state) for state in self._states.values()]

    def exports(self, *, but: str = "") -> dict[str, str]:
        """Export name -> value, of all stacks but the one named."""
        others = [state for state in self._states.values() if state.name != but]
        return self.existing_exports | {name: value for state in others for name, value in state.exports.items()}

    def owner(self, type_name: str, physical_id: str) -> str:
        """The id of the stack that a resource belongs to; empty where it is nobody's."""
        for state in self._states.values():
            for member in state.members.values():
                if member.physical_id == physical_id and member.type == type_name:
                    return state.id
        return ""

    def deploy(
        self,
        source: Any,
        name: str | None,
        given: Mapping[str, Any] | None,
        acknowledged: Iterable[str] | None = None,
        unsupported: leaving_out.Choice = "refuse",
    ) -> Stack:
        """Create a stack, or update the one of this name, as `aws cloudformation deploy` does.

        One whose creation was rolled back is deleted first: it can become nothing else. Raises `TemplateError` or
        `DeploymentRefused` before anything is touched, `StackFailed` after a rollback.
        """
        document = load(source)
        if document.assembly is None and not document.parts:
            return self._deployed(document, name, given, acknowledged, unsupported)
        leaving_out.check_choice(unsupported)
        one, leaves_out = self._of_the_cdk(unsupported), unsupported == "leave_out"
        made: Stack = assemblies.deploy(self.account, document, name, given, leaves_out=leaves_out, one=one)
        return made

    def _of_the_cdk(self, unsupported: leaving_out.Choice) -> assemblies.DeployOne:
        def one(stack: Document, own_name: str, values: Mapping[str, Any]) -> Stack:
            # The CDK acknowledges whatever its stacks do, after it has asked on the terminal.
            return self._deployed(stack, own_name, values, None, unsupported)

        return one

    def bootstrap(self) -> None:
        """Make what `cdk bootstrap` makes."""
        self._deployed(bootstrap.document(), bootstrap.stack_name(), None, None, "refuse")

    def _deployed(
        self,
        document: Document,
        name: str | None,
        given: Mapping[str, Any] | None,
        acknowledged: Iterable[str] | None,
        unsupported: leaving_out.Choice,
    ) -> Stack:
        chosen = self._stack_name(name, document.name)
        there = self._states.get(chosen)
        if there is not None and there.status != ROLLED_BACK:
            self.update(there, document, given, acknowledged, unsupported)
            return Stack(self, there)
        state = self._new_state(chosen)
        values = {**document.parameters, **given_values(given)}
        others = self.exports(but=state.name)
        self._allowed = Allowed(capabilities.given(acknowledged), unsupported)
        plan = planned(self.account, state, document, values, others, self._allowed)
        with held():
            if there is not None:
                self._delete(there, "It was rolled back, and is deployed anew")
                state.events += there.events
            self._run(state, plan, "")
            self._enter(state, "CREATE_COMPLETE")
        return Stack(self, state)

    def preview(self, state: State, source: Any, given: Mapping[str, Any] | None) -> list[Change]:
        """What an update to `source` would change; refuses what the update itself would refuse at once."""
        document = load(source)
        assemblies.require_one(document)
        plan = self._update_plan(state, document, given)
        return masked_changes(compare(state.resolved, plan.resolved), state.secrets | plan.secrets)

    def update(
        self,
        state: State,
        source: Any,
        given: Mapping[str, Any] | None,
        acknowledged: Iterable[str] | None = None,
        unsupported: leaving_out.Choice = "refuse",
    ) -> list[Change]:
        """Bring the stack to `source`; on refusal back to where it was."""
        document = load(source)
        assemblies.require_one(document)
        if document.assembly is not None:
            assemblies.prepare(self.account, [document], self._of_the_cdk("refuse"))
        self._allowed = Allowed(capabilities.given(acknowledged), unsupported)
        return self._updated(state, self._update_plan(state, document, given, self._allowed))

    def _updated(self, state: State, plan: Plan) -> list[Change]:
        changes = self._changes(state, plan)
        if changes is None:
            return []
        secrets = state.secrets | plan.secrets
        with held():
            operation = self._run(state, plan, "UPDATE_")
            self._enter(state, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            with held(WHOLE_SECONDS):
                operation.clean_up()
                while self._open:
                    nested, done = self._open.pop()
                    done.clean_up()
                    self._enter(nested, "UPDATE_COMPLETE")
            self._enter(state, "UPDATE_COMPLETE")
        return masked_changes(changes, secrets)

    def _changes(self, state: State, plan: Plan) -> list[Change] | None:
        """What a plan changes of a stack; None where there is nothing to do."""
        changes = compare(state.resolved, plan.resolved)
        if not changes and state.resolved is not None and state.resolved.outputs == plan.resolved.outputs:
            return None
        return changes

    # What `nested_stacks` asks for a stack within another, with what was allowed for the outermost one.

    def begin_nested(self, name: str) -> str:
        """As `Stacks.begin_nested`."""
        state = self._states[name] = self._new_state(name)
        return state.id

    def create_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """As `Stacks.create_nested`."""
        if self._depth >= DEEPEST:
            raise DeploymentRefused(f"stacks are nested more than {DEEPEST} deep: is this template nested in itself?")
        state = self._by_id(stack_id)
        others = self.exports(but=state.name)
        plan = planned(self.account, state, document, {**document.parameters, **given}, others, self._allowed)
        self._depth += 1
        try:
            self._run(state, plan, "")
        finally:
            self._depth -= 1
        self._enter(state, "CREATE_COMPLETE")

    def update_nested(self, stack_id: str, document: Document, given: Mapping[str, Any]) -> None:
        """As `Stacks.update_nested`."""
        state = self._by_id(stack_id)
        if done := [each for each in self._open if each[0] is state]:
            self._open.remove(done[0])
            self._take_back(*done[0])
            return
        plan = self._update_plan(state, document, given, self._allowed, keeps=False)
        if self._changes(state, plan) is not None:
            operation = self._run(state, plan, "UPDATE_")
            self._enter(state, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            self._open.append((state, operation))

    def _take_back(self, state: State, operation: Operation) -> None:
        """Undo a nested update that was done: the stack around it is going back. Raises `StackFailed`."""
        self._enter(state, "UPDATE_ROLLBACK_IN_PROGRESS")
        refused = operation.change_back()
        if refused:
            self._enter(state, "UPDATE_ROLLBACK_FAILED")
            raise StackFailed(state.name, state.status, refused, state.events)
        self._enter(state, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        self._back.append((state, operation))

    def delete_nested(self, stack_id: str) -> None:
        """As `Stacks.delete_nested`."""
        state = self._found(stack_id)
        if state is not None:
            self.delete(state)

    def nested_outputs(self, stack_id: str) -> Mapping[str, Any] | None:
        """As `Stacks.nested_outputs`."""
        state = self._found(stack_id)
        return None if state is None else state.outputs

    def _found(self, stack_id: str) -> State | None:
        return next((state for state in self._states.values() if state.id == stack_id), None)

    def _by_id(self, stack_id: str) -> State:
        state = self._found(stack_id)
        if state is None:
            raise DeploymentRefused(f"Stack [{stack_id}] does not exist")
        return state

    def delete(self, state: State) -> None:
        """Remove the stack; what cannot be removed stays a member, and `StackFailed` says why."""
        if not self._is_current(state):
            return
        self.check_deletion(state)
        self.remove(state)

    # What `requests` asks for, in two steps: first whether it can be, then, some time later, to do it.

    def state(self, name_or_id: str) -> State | None:
        """The stack of this name, or this ARN, that there is now."""
        return self._states.get(name_or_id) or self._found(name_or_id)

    def planned_creation(
        self, name: str, document: Document, given: Mapping[str, Any], allowed: Allowed
    ) -> tuple[State, Plan]:
        """A stack that does not exist yet, and what is to be made. Raises what `deploy` raises before it begins."""
        state = self._new_state(self._stack_name(name, document.name))
        values = {**document.parameters, **given}
        return state, planned(self.account, state, document, values, self.exports(but=name), allowed)

    def create(self, state: State, plan: Plan, allowed: Allowed, *, leaves_failed: bool = False) -> None:
        """Make what was planned, by whoever asked; raises `StackFailed` after a rollback, or without one."""
        self._allowed, self._left = allowed, state if leaves_failed else None
        with held():
            self._run(state, plan, "")
            self._enter(state, "CREATE_COMPLETE")

    def planned_update(
        self, state: State, document: Document, given: Mapping[str, Any], allowed: Allowed
    ) -> tuple[Plan, list[Change] | None]:
        """What an update would do, and change: None where nothing. Raises what `update` raises before it begins."""
        plan = self._update_plan(state, document, given, allowed, keeps=False)
        return plan, self._changes(state, plan)

    def change(self, state: State, plan: Plan, allowed: Allowed) -> None:
        """Bring the stack to what was planned; raises `StackFailed` after a rollback."""
        self._allowed = allowed
        if self._changes(state, plan) is None:
            # Only what is told of it changed, its tags say.
            self._enter(state, "UPDATE_COMPLETE")
        else:
            self._updated(state, plan)

    def check_deletion(self, state: State) -> None:
        """Raise `DeploymentRefused` where the stack must not be deleted."""
        refuse_deletion(state.name, protected=state.protected)
        self._refuse_export_in_use(state, {}, "delete")

    def remove(self, state: State) -> None:
        """Delete what the stack holds; raises `StackFailed` for what cannot be."""
        with held(WHOLE_SECONDS):
            self._delete(state)

    def begin(self, state: State, status: str) -> None:
        """Show the stack in a status, `CREATE_IN_PROGRESS` say, before anything of it is done."""
        self._states.setdefault(state.name, state)
        self._enter(state, status, USER)

    def _delete(self, state: State, why: str = USER) -> None:
        self._enter_once(state, "DELETE_IN_PROGRESS", why)
        failed = self._delete_members(state)
        if failed:
            names = ", ".join(sorted(failed))
            self._enter(state, "DELETE_FAILED", f"The following resource(s) failed to delete: [{names}].")
            reasons = [f"{name}: {state.masked(handler_message(error))}" for name, error in failed.items()]
            fault = next((error for error in failed.values() if not isinstance(error, refusals)), None)
            raise StackFailed(state.name, state.status, reasons, state.events) from fault
        state.exports = {}
        self._enter(state, "DELETE_COMPLETE")
        del self._states[state.name]
        self.deleted.append(state)

    def publish(self, state: State, plan: Plan, outputs: Mapping[str, Any]) -> None:
        """Make the stack's outputs and exports those of the plan. Raises `DeploymentRefused` on a clash."""
        exports: dict[str, str] = {}
        for output in outputs.values():
            if output.export:
                self._refuse_export_taken(state, output.export, exports)
                exports[output.export] = output.value
        self._refuse_export_in_use(state, exports, "update")
        state.outputs = {name: output.value for name, output in outputs.items()}
        state.exports, state.imports = exports, plan.resolved.imports
        state.left_out = plan.left_out
        state.resolved, state.given, state.parameters = plan.resolved, dict(plan.given), dict(plan.shown)
        state.secrets = plan.secrets.union(*(member.secrets for member in state.members.values()))

    def _run(self, state: State, plan: Plan, prefix: str) -> Operation:
        """Run the plan, or take back what it did and raise: `StackFailed`, or an interruption as it came."""
        operation = Operation(self, state, plan)
        self._states[state.name] = state
        state.resolved = state.resolved or plan.resolved
        state.secrets |= plan.secrets
        around, self.account.deploys_foreign_code = self.account.deploys_foreign_code, plan.document.foreign
        self.account.part(NestedStacks).engine = self
        handles = self.account.part(WaitHandles)
        handles.by_hand, handles.take = self.signals.told, self.signals.take
        self._enter_once(state, f"{prefix or 'CREATE_'}IN_PROGRESS", USER)
        try:
            operation.run()
        except ResourceFailed as failure:
            stays = self._roll_back(state, operation, prefix, failure.story)
            raise StackFailed(state.name, state.status, [str(failure), *stays], state.events) from failure.__cause__
        except Exception as fault:
            stays = self._roll_back(state, operation, prefix, "Internal Failure")
            reasons = [state.masked(handler_message(fault)), *stays]
            raise StackFailed(state.name, state.status, reasons, state.events) from fault
        except BaseException:
            self._roll_back(state, operation, prefix, INTERRUPTED)
            raise
        finally:
            self.account.deploys_foreign_code = around
        return operation

    def _roll_back(self, state: State, operation: Operation, prefix: str, story: str) -> list[str]:
        """Bring the stack back to where it was; return what could not be, or by its policy is not."""
        with held(WHOLE_SECONDS):
            if state is self._left and story != INTERRUPTED:
                operation.keep_half_made()
                self._enter(state, CREATE_FAILED, story)
                return []
            return self._rolled_back(state, operation, prefix, story)

    def roll_back(self, state: State) -> None:
        """Take back what a creation that failed has left; what cannot be removed stays a member."""
        with held(WHOLE_SECONDS):
            self._enter_once(state, "ROLLBACK_IN_PROGRESS", USER)
            failed = self._delete_members(state)
            names = ", ".join(sorted(failed))
            reason = f"The following resource(s) failed to delete: [{names}]." if failed else ""
            self._enter(state, "ROLLBACK_FAILED" if failed else ROLLED_BACK, reason)

    def _rolled_back(self, state: State, operation: Operation, prefix: str, story: str) -> list[str]:
        asked = "" if prefix else " Rollback requested by user."
        self._enter(state, f"{prefix}ROLLBACK_IN_PROGRESS", story + asked)
        refused = operation.change_back()
        if prefix and not refused:
            self._enter(state, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        stays = operation.remove_made(whatever=story == INTERRUPTED)
        while self._back:
            nested, done = self._back.pop()
            stays += done.remove_made()
            self._enter(nested, "UPDATE_ROLLBACK_COMPLETE")
        failed = refused if prefix else list(state.members)
        reason = f"The following resource(s) failed to delete: [{', '.join(state.members)}]." if not prefix else ""
        self._enter(state, f"{prefix}ROLLBACK_{'FAILED' if failed else 'COMPLETE'}", reason if failed else "")
        return refused + stays

    def _delete_members(self, state: State) -> dict[str, BaseException]:
        """Delete last made first; what a member that stays behind needs stays with it. Logical id -> what failed."""
        removal = Removal(self.account, state, lambda member: member.deletion_policy)
        failed = removal.run(reversed(list(state.members.values())))
        state.members = {member.logical_id: member for member in reversed(removal.left)}
        return {member.logical_id: error for member, error in failed}

    def _update_plan(
        self, state: State, document: Document, given: Mapping[str, Any] | None, allowed: Allowed = EVERYTHING, *,
        keeps: bool = True,
    ) -> Plan:  # fmt: skip
        if not self._is_current(state):
            raise DeploymentRefused(f"Stack [{state.name}] does not exist: it was deleted; deploy it again")
        if state.status in CANNOT_BE_UPDATED:
            raise DeploymentRefused(f"Stack:{state.id} is in {state.status} state and can not be updated: delete it")
        declared = document.body.get("Parameters", {})
        kept = {name: value for name, value in state.given.items() if keeps and name in declared}
        values = {**kept, **document.parameters, **given_values(given)}
        return planned(self.account, state, document, values, self.exports(but=state.name), allowed)

    def _is_current(self, state: State) -> bool:
        return self._states.get(state.name) is state

    def _new_state(self, name: str) -> State:
        unique = uuid.UUID(hex=self.account.chance.token("stack", name, length=32, alphabet="0123456789abcdef"))
        region, account_id = self.account.region, self.account.account_id
        return State(name, f"arn:aws:cloudformation:{region}:{account_id}:stack/{name}/{unique}")

    def _stack_name(self, asked: str | None, suggested: str) -> str:
        if asked is None:
            numbered = (f"{suggested[:120]}-{number}" for number in range(2, len(self._states) + 3))
            return next(name for name in (suggested, *numbered) if self._is_free(name))
        if not isinstance(asked, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,127}", asked):
            raise DeploymentRefused(
                f"stack name {asked!r}: a stack name is 1 to 128 letters, digits and hyphens, a letter first"
            )
        return asked

    def _is_free(self, name: str) -> bool:
        return name not in self._states or self._states[name].status == ROLLED_BACK

    def _refuse_export_taken(self, state: State, name: str, own: Mapping[str, str]) -> None:
        others = (other.name for other in self._states.values() if other is not state and name in other.exports)
        taken = state.name if name in own else next(others, None)
        if taken:
            raise DeploymentRefused(f"Export with name {name} is already exported by stack {taken}.")

    def _refuse_export_in_use(self, state: State, staying: Mapping[str, str], verb: str) -> None:
        """Refuse to take away, or to change the value of, an export that another stack imports."""
        touched = {name for name, value in state.exports.items() if staying.get(name) != value}
        for other in self._states.values():
            for name in sorted(touched & other.imports if other is not state else ()):
                raise DeploymentRefused(f"Cannot {verb} export {name} as it is in use by {other.name}.")

    def _enter_once(self, state: State, status: str, reason: str) -> None:
        """Bring the stack into a status, unless it was shown in it when it was asked for."""
        if not (state.events and state.status == status):
            self._enter(state, status, reason)

    def _enter(self, state: State, status: str, reason: str = "") -> None:
        """Bring the stack into a status, with the event that says so."""
        state.status = status
        state.log(self.account.clock.now, "AWS::CloudFormation::Stack", state.name, status, reason, state.id)
        if not status.endswith("IN_PROGRESS"):
            is_bad = "FAILED" in status or "ROLLBACK" in status
            self.account.timeline.note("stack", state.name, status, tone=Tone.BAD if is_bad else Tone.GOOD)
