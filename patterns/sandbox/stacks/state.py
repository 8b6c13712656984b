"""What a stack is made of: its members, its history, its inputs and outputs. How it is shown is `stack`'s."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Target
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.provider.listed import nothing_changes
from patterns.sandbox.stacks.drift import differences
from patterns.sandbox.stacks.leaving_out import LeftOut
from patterns.sandbox.stacks.masking import masked
from patterns.sandbox.stacks.protection import StackPolicy

if TYPE_CHECKING:
    from patterns.template.resolve import Resolved


@dataclass(frozen=True)
class Event:
    """One line of a stack's history, as CloudFormation writes it."""

    at: datetime
    logical_id: str
    type: str
    status: str
    reason: str = ""
    physical_id: str = ""

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.status} {self.logical_id} {self.reason}".rstrip()


@dataclass(frozen=True)
class Member:
    """A resource as it was last deployed; what the services say of it now is asked through `StackResource`.

    `properties` are what the services were given; `declared` are the same, dynamic references standing where they stand
    in the template; `secrets` are what of it must not be shown.
    """

    logical_id: str
    type: str
    physical_id: str
    properties: Mapping[str, Any] = field(repr=False)
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"
    unsimulated: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    declared: Mapping[str, Any] = field(default_factory=dict, repr=False)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)

    def target(self, account: Account, stack_name: str) -> Target:
        """This resource as a provider takes it."""
        return Target(account, stack_name, self.logical_id, self.properties, self.physical_id)

    def seen(self, actual: Mapping[str, Any] | None) -> Member:
        """This member with what does not read back as declared listed as unsimulated."""
        missing = tuple(difference.path for difference in differences(self.properties, actual or {}))
        return replace(self, unsimulated=missing)


def read_back(
    account: Account, stack_name: str, members: Iterable[Member], *, only_declared: bool = False
) -> dict[str, dict[str, Any] | None]:
    """Logical id -> properties as the services report them now, None when gone; each type is asked for once."""
    by_type: dict[str, list[Member]] = {}
    for member in members:
        by_type.setdefault(member.type, []).append(member)
    found: dict[str, dict[str, Any] | None] = {}
    with nothing_changes():
        for type_name, alike in by_type.items():
            targets = [member.target(account, stack_name) for member in alike]
            actual = provider(type_name).read(account, targets, only_declared=only_declared)
            found |= {member.logical_id: actual[member.physical_id] for member in alike}
    return found


@dataclass
class State:
    """Everything about a stack that changes; the engine writes it, the stack shows it."""

    name: str
    id: str
    resolved: Resolved | None = None
    given: dict[str, Any] = field(default_factory=dict, repr=False)
    parameters: dict[str, Any] = field(default_factory=dict)
    secrets: frozenset[str] = field(default=frozenset(), repr=False)
    status: str = "CREATE_IN_PROGRESS"
    members: dict[str, Member] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    exports: dict[str, str] = field(default_factory=dict)
    imports: frozenset[str] = frozenset()
    events: list[Event] = field(default_factory=list)
    left_out: LeftOut = field(default_factory=LeftOut)
    told: dict[str, Any] = field(default_factory=dict)
    """What a request for the stack said that changes nothing of it and is told again, in the words of the API."""
    protected: bool = False
    policy: StackPolicy | None = None

    @property
    def tags(self) -> Mapping[str, str]:
        """The tags of the whole stack, as it was last deployed."""
        return (self.resolved.document.tags or {}) if self.resolved else {}

    def masked(self, text: str) -> str:
        """The text without what a `NoEcho` parameter holds."""
        return str(masked(text, self.secrets))

    def log(
        self, at: datetime, type_name: str, logical_id: str, status: str, reason: str = "", physical_id: str = ""
    ) -> None:
        """Add an event."""
        self.events.append(Event(at, logical_id, type_name, status, self.masked(reason), physical_id))
