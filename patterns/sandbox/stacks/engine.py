"""The stack engine: create, update and delete in the shape and the words of CloudFormation.

It settles a plan first (`plan`), then runs it, and goes back when anything fails (`run`). Not here: which stacks there
are (`registry`), what a template means (`patterns.template`), how a type is made (`provider`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from patterns.comparison.difference import Change, Changes, compare
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.interruption import held
from patterns.sandbox.provider.nested_stacks import NestedStacks
from patterns.sandbox.provider.wait_conditions import WaitHandles
from patterns.sandbox.stacks import assemblies, bootstrap, capabilities, leaving_out
from patterns.sandbox.stacks.masking import masked_changes
from patterns.sandbox.stacks.plan import EVERYTHING, Allowed, Plan, planned
from patterns.sandbox.stacks.registry import ROLLED_BACK, Registry
from patterns.sandbox.stacks.run import USER, Run, changed, check_deletion, update_plan
from patterns.sandbox.stacks.signals import Signals
from patterns.sandbox.stacks.stack import Stack
from patterns.sandbox.stacks.state import State
from patterns.template.parameters import given_values
from patterns.template.source import Document
from patterns.template.stack_tags import with_tags


class Engine:
    """What can be asked of the stacks of one account and region."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.registry = Registry(account)
        self.signals = Signals()
        account.part(NestedStacks).engine = self._run()
        handles = account.part(WaitHandles)
        handles.by_hand, handles.take = self.signals.told, self.signals.take

    def stacks(self) -> list[Stack]:
        """The stacks there are now, oldest first."""
        return [Stack(self, state) for state in self.registry]

    def deploy(
        self,
        source: Any,
        name: str | None,
        given: Mapping[str, Any] | None,
        acknowledged: Iterable[str] | None = None,
        unsupported: leaving_out.Choice = "refuse",
        tags: Mapping[str, str] | None = None,
    ) -> Stack:
        """Create a stack, or update the one of this name, as `aws cloudformation deploy` does.

        One whose creation was rolled back is deleted first: it can become nothing else. Raises `TemplateError` or
        `DeploymentRefused` before anything is touched, `StackFailed` after a rollback.
        """
        document = with_tags(source, tags)
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
        chosen = self.registry.name(name, document.name)
        there = self.registry.find(chosen)
        if there is not None and there.status != ROLLED_BACK:
            self.update(there, document, given, acknowledged, unsupported)
            return Stack(self, there)
        state = self.registry.new(chosen)
        values = {**document.parameters, **given_values(given)}
        allowed = Allowed(capabilities.given(acknowledged), unsupported)
        plan = planned(self.account, state, document, values, self.registry.exports(but=chosen), allowed)
        run = self._run(allowed)
        with held():
            if there is not None:
                run.delete(there, "It was rolled back, and is deployed anew")
                state.events += there.events
            run.create(state, plan)
        return Stack(self, state)

    def preview(
        self, state: State, source: Any, given: Mapping[str, Any] | None, tags: Mapping[str, str] | None = None
    ) -> Changes:
        """What an update to `source` would change; refuses what the update itself would refuse at once."""
        document = with_tags(source, tags)
        assemblies.require_one(document)
        plan = update_plan(self.registry, state, assemblies.with_places(self.account, document), given)
        return masked_changes(compare(state.resolved, plan.resolved), state.secrets | plan.secrets)

    def update(
        self,
        state: State,
        source: Any,
        given: Mapping[str, Any] | None,
        acknowledged: Iterable[str] | None = None,
        unsupported: leaving_out.Choice = "refuse",
        tags: Mapping[str, str] | None = None,
    ) -> list[Change]:
        """Bring the stack to `source`; on refusal back to where it was."""
        document = with_tags(source, tags)
        assemblies.require_one(document)
        if document.assembly is not None:
            [document] = assemblies.prepare(self.account, [document], self._of_the_cdk("refuse"))
        allowed = Allowed(capabilities.given(acknowledged), unsupported)
        plan = update_plan(self.registry, state, document, given, allowed)
        return self._run(allowed).update(state, plan)

    def delete(self, state: State) -> None:
        """Remove the stack; what cannot be removed stays a member, and `StackFailed` says why."""
        if self.registry.holds(state):
            self.check_deletion(state)
            self.remove(state)

    # What `requests` asks for, in two steps: first whether it can be, then, some time later, to do it.

    def planned_creation(
        self, name: str, document: Document, given: Mapping[str, Any], allowed: Allowed
    ) -> tuple[State, Plan]:
        """A stack that does not exist yet, and what is to be made. Raises what `deploy` raises before it begins."""
        state = self.registry.new(self.registry.name(name, document.name))
        values = {**document.parameters, **given}
        return state, planned(self.account, state, document, values, self.registry.exports(but=name), allowed)

    def create(self, state: State, plan: Plan, allowed: Allowed, *, leaves_failed: bool = False) -> None:
        """Make what was planned, by whoever asked; raises `StackFailed` after a rollback, or without one."""
        self._run(allowed, leaves_failed=leaves_failed).create(state, plan)

    def planned_update(
        self, state: State, document: Document, given: Mapping[str, Any], allowed: Allowed
    ) -> tuple[Plan, list[Change] | None]:
        """What an update would do, and change: None where nothing. Raises what `update` raises before it begins."""
        plan = update_plan(self.registry, state, document, given, allowed, keeps=False)
        return plan, changed(state, plan)

    def change(self, state: State, plan: Plan, allowed: Allowed) -> None:
        """Bring the stack to what was planned; raises `StackFailed` after a rollback."""
        if changed(state, plan) is None:
            # Only what is told of it changed, such as tags that no resource of it can carry.
            state.resolved = plan.resolved
            self.registry.enter(state, "UPDATE_COMPLETE")
        else:
            self._run(allowed).update(state, plan)

    def check_deletion(self, state: State) -> None:
        """Raise `DeploymentRefused` where the stack must not be deleted."""
        check_deletion(self.registry, state)

    def remove(self, state: State) -> None:
        """Delete what the stack holds; raises `StackFailed` for what cannot be."""
        self._run().delete(state)

    def roll_back(self, state: State) -> None:
        """Take back what a creation that failed has left; what cannot be removed stays a member."""
        self._run().roll_back(state)

    def begin(self, state: State, status: str) -> None:
        """Show the stack in a status, `CREATE_IN_PROGRESS` say, before anything of it is done."""
        if self.registry.find(state.name) is None:
            self.registry.add(state)
        self.registry.enter(state, status, USER)

    def _run(self, allowed: Allowed = EVERYTHING, *, leaves_failed: bool = False) -> Run:
        return Run(self.registry, self.signals, allowed, leaves_failed=leaves_failed)
