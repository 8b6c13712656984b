"""What CloudFormation keeps in one region beside the stacks themselves: change sets, stacks in review, detections."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.services.cloudformation.change_set import ChangeSet
from patterns.sandbox.services.cloudformation.refusals import invalid
from patterns.sandbox.stacks.engine import Engine
from patterns.sandbox.stacks.requests import Engines, Requests
from patterns.sandbox.stacks.stack import Stack
from patterns.sandbox.stacks.state import State

MOST_KEPT = 1000
"""How many change sets, and detections, are remembered; the oldest are forgotten first."""


class Region:
    """CloudFormation in one region of an account."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.requests: Requests = account.part(Engines)[account.region]
        self.in_review: dict[str, State] = {}
        self.change_sets: dict[str, ChangeSet] = {}
        self.detections: dict[str, tuple[str, datetime, int]] = {}
        self.drifted: dict[str, tuple[datetime, dict[str, str]]] = {}
        """By stack id: when its drift was looked for last, and what was found of each resource."""

    def __repr__(self) -> str:
        return f"Region({self.account.region}, {len(self.change_sets)} change sets)"

    @property
    def engine(self) -> Engine:
        """The engine of the region."""
        return self.requests.engine

    @property
    def now(self) -> datetime:
        """The account's time."""
        return self.account.clock.now

    def states(self) -> Iterator[State]:
        """The stacks there are and were, the latest first."""
        yield from reversed(self.in_review.values())
        yield from reversed([stack.state for stack in self.engine.stacks()])
        yield from reversed(self.engine.registry.deleted)

    def find(self, name_or_id: str) -> State | None:
        """A stack by its name, or by its ARN, by which one that was deleted is known as well."""
        found = self.engine.registry.find(name_or_id)
        if found is None and name_or_id.startswith("arn:"):
            found = next((state for state in self.states() if state.id == name_or_id), None)
        return found or self.in_review.get(name_or_id)

    def there(self, name_or_id: str, missing: str = "Stack with id {} does not exist") -> State:
        """The same; raises `Refused` in these words where there is none. What it was asked for has gone on."""
        state = self.find(name_or_id)
        if state is None:
            raise invalid(missing.format(name_or_id))
        self.requests.go_on(state)
        return state

    def stack(self, state: State) -> Stack:
        """The stack as pages have it."""
        return Stack(self.engine, state)

    def new_id(self, kind: str, *key: str) -> str:
        """A UUID that repeats with the seed."""
        token = self.account.chance.token(kind, *key, length=32, alphabet="0123456789abcdef")
        return str(uuid.UUID(hex=token))

    def keep(self, change_set: ChangeSet) -> None:
        """Remember a change set."""
        self.change_sets[change_set.id] = change_set
        while len(self.change_sets) > MOST_KEPT:
            del self.change_sets[next(iter(self.change_sets))]

    def change_sets_of(self, state: State) -> list[ChangeSet]:
        """The change sets of a stack, oldest first."""
        return [change_set for change_set in self.change_sets.values() if change_set.state is state]

    def found_change_set(self, name: str, stack: str | None) -> ChangeSet | None:
        """A change set by its ARN, or by its name and its stack."""
        if name.startswith("arn:"):
            return self.change_sets.get(name)
        if not stack:
            raise invalid("StackName must be specified if ChangeSetName is not specified as an ARN.")
        state = self.there(str(stack), "Stack [{}] does not exist")
        return next(
            (
                change_set
                for change_set in self.change_sets.values()
                if change_set.state is state and change_set.name == name
            ),
            None,
        )

    def change_set(self, name: str, stack: str | None) -> ChangeSet:
        """The same; raises `Refused` where there is none."""
        change_set = self.found_change_set(name, stack)
        if change_set is None:
            raise Refused("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)
        return change_set
