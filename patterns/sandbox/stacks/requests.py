"""Stacks as CloudFormation's API asks for them: judged at once, shown as in progress, done when time comes to it.

Whoever asks how a stack is that is in progress lets the account's time pass until it has gone on: so a waiter ends, and
nobody waits. Not here: the API's own words (`services/cloudformation`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from patterns.comparison.difference import Change
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.clock import ClockError
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed
from patterns.sandbox.stacks import capabilities
from patterns.sandbox.stacks.engine import Engine
from patterns.sandbox.stacks.plan import Allowed, Plan
from patterns.sandbox.stacks.registry import CREATE_FAILED, ROLLED_BACK
from patterns.sandbox.stacks.state import State
from patterns.template.source import Document

BEGINS_AFTER_SECONDS = 5.0
"""How long, on the account's clock, a stack is in progress before its resources are made."""
IN_PROGRESS = "_IN_PROGRESS"
REVIEW = "REVIEW_IN_PROGRESS"


class Engines:
    """The engines of an account: stacks are kept apart for each region, as in AWS."""

    spans_regions: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._by_region: dict[str, Requests] = {}

    def __getitem__(self, region: str) -> Requests:
        if region not in self._by_region:
            own = region == self._account.region
            self._by_region[region] = Requests(Engine(self._account if own else self._account.in_region(region)))
        return self._by_region[region]


@dataclass(frozen=True)
class Prospect:
    """What a request would do, judged, and not begun: the stack it is about, the plan, and what it changes."""

    state: State
    plan: Plan
    allowed: Allowed
    changes: list[Change] | None


class Requests:
    """What was asked of the stacks of one region, and is not done yet."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._pending: set[str] = set()

    def creation(
        self, name: str, document: Document, given: Mapping[str, Any], acknowledged: Iterable[str] | None
    ) -> Prospect:
        """The creation of a stack. Raises `TemplateError` or `DeploymentRefused` for what cannot be."""
        if self.engine.registry.find(name) is not None:
            raise DeploymentRefused(f"Stack [{name}] already exists")
        allowed = Allowed(capabilities.given(acknowledged))
        state, plan = self.engine.planned_creation(name, document, given, allowed)
        return Prospect(state, plan, allowed, None)

    def update(
        self, state: State, document: Document, given: Mapping[str, Any], acknowledged: Iterable[str] | None
    ) -> Prospect:
        """An update of a stack that is there. Raises as `creation`."""
        require_settled(state, "updated")
        allowed = Allowed(capabilities.given(acknowledged))
        plan, changes = self.engine.planned_update(state, document, given, allowed)
        return Prospect(state, plan, allowed, changes)

    def create(self, prospect: Prospect, *, on_failure: str = "ROLLBACK") -> None:
        """Begin a creation; one that fails is rolled back, then deleted as well (DELETE), or stays (DO_NOTHING)."""
        state = prospect.state
        state.resolved, state.parameters = prospect.plan.resolved, dict(prospect.plan.shown)
        state.secrets |= prospect.plan.secrets

        def action() -> None:
            leaves_failed = on_failure == "DO_NOTHING"
            self.engine.create(state, prospect.plan, prospect.allowed, leaves_failed=leaves_failed)

        def after_failure() -> None:
            if on_failure == "DELETE" and state.status == ROLLED_BACK:
                self.engine.remove(state)

        self._begin(state, f"CREATE{IN_PROGRESS}", action, after_failure)

    def change(self, prospect: Prospect) -> None:
        """Begin an update."""
        state = prospect.state
        self._begin(state, f"UPDATE{IN_PROGRESS}", lambda: self.engine.change(state, prospect.plan, prospect.allowed))

    def roll_back(self, state: State) -> None:
        """Begin to take back what a failed creation has left. Raises `DeploymentRefused` for any other stack."""
        if state.status != CREATE_FAILED:
            raise DeploymentRefused(f"Stack:{state.id} is in {state.status} state and can not be rolled back.")
        self._begin(state, f"ROLLBACK{IN_PROGRESS}", lambda: self.engine.roll_back(state))

    def delete(self, state: State, retained: Iterable[str] = ()) -> None:
        """Begin a deletion, of all but the resources `retained`. Raises `DeploymentRefused` for what must not be."""
        require_settled(state, "deleted")
        self.engine.check_deletion(state)
        kept = set(retained)
        state.members = {name: member for name, member in state.members.items() if name not in kept}
        self._begin(state, f"DELETE{IN_PROGRESS}", lambda: self.engine.remove(state))

    def go_on(self, state: State) -> None:
        """Let time pass until what is asked of a stack in progress is done."""
        clock = self.engine.account.clock
        if not self._is_pending(state):
            return
        try:
            clock.run(enough=lambda: not self._is_pending(state))
        except ClockError:
            # A function asks, whose time passes by waiting: the next to ask moves the clock.
            return

    def _is_pending(self, state: State) -> bool:
        return state.id in self._pending

    def _begin(
        self, state: State, status: str, action: Callable[[], object], after_failure: Callable[[], object] = str
    ) -> None:
        self.engine.begin(state, status)
        self._pending.add(state.id)

        def run() -> None:
            try:
                action()
            except StackFailed:
                # The stack and its events say so.
                with contextlib.suppress(StackFailed):
                    after_failure()
            finally:
                self._pending.discard(state.id)

        self.engine.account.clock.after(BEGINS_AFTER_SECONDS, run, f"stack {state.name}")


def require_settled(state: State, verb: str) -> None:
    """Raise `DeploymentRefused` for a stack that is in progress."""
    if state.status.endswith(IN_PROGRESS):
        raise DeploymentRefused(f"Stack:{state.id} is in {state.status} state and can not be {verb}.")
