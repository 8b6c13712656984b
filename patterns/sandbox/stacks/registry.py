"""The stacks of one account and region: their names, their statuses, and what they export to one another.

Not here: what is done to a stack (`run`), and who asks for it (`engine`).
"""

from __future__ import annotations

import re
import uuid
from collections import deque
from collections.abc import Iterator, Mapping

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.stacks.state import State

ROLLED_BACK = "ROLLBACK_COMPLETE"
"""A stack whose creation was rolled back: it has no resources, and stays until it is deleted.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""
CREATE_FAILED = "CREATE_FAILED"
"""A stack whose creation failed and was asked not to be rolled back: what was made of it stays."""

MOST_DELETED = 1000
"""How many deleted stacks are remembered; the oldest are forgotten first."""
STACK = "AWS::CloudFormation::Stack"


class Registry:
    """Every stack there is by its name, and the last ones that there were."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.deleted: deque[State] = deque(maxlen=MOST_DELETED)
        """The stacks that are no more, oldest first: CloudFormation tells of them by their id."""
        self.existing_exports: dict[str, str] = {}
        """Exports that the account is said to have, of no stack that is here."""
        self._by_name: dict[str, State] = {}

    def __iter__(self) -> Iterator[State]:
        return iter(tuple(self._by_name.values()))

    def find(self, name_or_id: str) -> State | None:
        """The stack of this name, or this ARN, that there is now."""
        return self._by_name.get(name_or_id) or next((state for state in self if state.id == name_or_id), None)

    def holds(self, state: State) -> bool:
        """Whether it is the stack of its name now, not one that was deleted."""
        return self._by_name.get(state.name) is state

    def owner(self, type_name: str, physical_id: str) -> str:
        """The id of the stack that a resource belongs to; empty where it is nobody's."""
        for state in self:
            for member in state.members.values():
                if member.physical_id == physical_id and member.type == type_name:
                    return state.id
        return ""

    def new(self, name: str) -> State:
        """A stack with an id of its own and nothing in it, which is not there yet (`add`)."""
        unique = uuid.UUID(hex=self.account.chance.token("stack", name, length=32, alphabet="0123456789abcdef"))
        region, account_id = self.account.region, self.account.account_id
        return State(name, f"arn:aws:cloudformation:{region}:{account_id}:stack/{name}/{unique}")

    def add(self, state: State) -> None:
        """Let the stack be the one of its name."""
        self._by_name[state.name] = state

    def remove(self, state: State) -> None:
        """Let the stack be one that there was."""
        del self._by_name[state.name]
        self.deleted.append(state)

    def name(self, asked: str | None, suggested: str) -> str:
        """The name a deployment is for: the one asked for, else one made of `suggested` that is free.

        Raises `DeploymentRefused` for what is no name.
        """
        if asked is None:
            numbered = (f"{suggested[:120]}-{number}" for number in range(2, len(self._by_name) + 3))
            return next(name for name in (suggested, *numbered) if self._is_free(name))
        if not isinstance(asked, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{0,127}", asked):
            raise DeploymentRefused(
                f"stack name {asked!r}: a stack name is 1 to 128 letters, digits and hyphens, a letter first"
            )
        return asked

    def exports(self, *, but: str = "") -> dict[str, str]:
        """Export name -> value, of all stacks but the one named."""
        others = [state for state in self if state.name != but]
        return self.existing_exports | {name: value for state in others for name, value in state.exports.items()}

    def refuse_clashes(self, state: State, exports: Mapping[str, str]) -> None:
        """Raise `DeploymentRefused` where a stack may not export this: others do, or use what would change."""
        for name in exports:
            for other in self:
                if other is not state and name in other.exports:
                    raise DeploymentRefused(f"Export with name {name} is already exported by stack {other.name}.")
        self.refuse_in_use(state, exports, "update")

    def refuse_in_use(self, state: State, staying: Mapping[str, str], verb: str) -> None:
        """Refuse to take away, or to change the value of, an export that another stack imports."""
        touched = {name for name, value in state.exports.items() if staying.get(name) != value}
        for other in self:
            for name in sorted(touched & other.imports if other is not state else ()):
                raise DeploymentRefused(f"Cannot {verb} export {name} as it is in use by {other.name}.")

    def enter(self, state: State, status: str, reason: str = "") -> None:
        """Bring a stack into a status, with the event that says so."""
        state.status = status
        state.log(self.account.clock.now, STACK, state.name, status, reason, state.id)
        if not status.endswith("IN_PROGRESS"):
            is_bad = "FAILED" in status or "ROLLBACK" in status
            self.account.timeline.note("stack", state.name, status, tone=Tone.BAD if is_bad else Tone.GOOD)

    def enter_once(self, state: State, status: str, reason: str) -> None:
        """Bring a stack into a status, unless it was shown in it when it was asked for."""
        if not (state.events and state.status == status):
            self.enter(state, status, reason)

    def _is_free(self, name: str) -> bool:
        return name not in self._by_name or self._by_name[name].status == ROLLED_BACK
