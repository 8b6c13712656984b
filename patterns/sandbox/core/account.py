"""What the rooms of the sandbox know of the account they belong to. Not the account itself: that is `Sandbox`.

Types only: whoever takes an `Account` depends on what stands here, and on nothing of what `Sandbox` is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.processes import Processes
from patterns.sandbox.core.timeline import Timeline
from patterns.sandbox.core.zones import Zones

if TYPE_CHECKING:
    # The one look upwards: an account has a gateway, whatever its calls are.
    from patterns.sandbox.gateway import Listening

Part = TypeVar("Part")


class Resource(Protocol):
    """A resource of a stack, as a provider of another type may look at it."""

    @property
    def type(self) -> str:
        """The CloudFormation type."""

    @property
    def physical_id(self) -> str:
        """The name or id in the account."""

    @property
    def stack_name(self) -> str:
        """The stack it belongs to."""

    @property
    def logical_id(self) -> str:
        """The name in the template."""

    @property
    def declared(self) -> dict[str, Any]:
        """The properties as deployed."""


class Account(Protocol):
    """One simulated account, live, as one of its regions sees it.

    Its clients, its parts and the calls it hears of are those of `region`; the rest is the account's as a whole.
    """

    account_id: str
    region: str
    seed: int
    run_foreign_code: bool
    clock: Clock
    chance: Chance
    timeline: Timeline
    zones: Zones
    processes: Processes
    ending: ExitStack
    """What is to be undone when the account ends, latest first."""
    in_copies: list[Callable[[], AbstractContextManager[object]]]
    """What to enter in a copy of the account, a child of this process, while something is tried out there."""
    sequence: Iterator[int]
    """Orders what happens at one moment."""
    deploys_foreign_code: bool
    """Whether the stack that is deployed just now comes from a template of somebody else's."""

    @property
    def gateway(self) -> Listening:
        """The way of every call; handlers that subscribe here hear of this region's."""

    @property
    def stacks(self) -> list[Any]:
        """The stacks there are now, oldest first."""

    @property
    def is_live(self) -> bool:
        """Whether it has started and not ended."""

    def part(self, make: Callable[[Account], Part]) -> Part:
        """What `make` made of this account when it was first asked for: a service's own state."""

    def in_region(self, region: str) -> Account:
        """The account as another of its regions sees it."""

    def client(self, service: str, **kwargs: Any) -> Any:
        """An ordinary boto3 client of the account."""

    def administrator(self, service: str) -> Any:
        """The boto3 client with which the sandbox itself creates and changes resources."""

    def observer(self, service: str) -> Any:
        """The boto3 client for reading back, which is neither authorised nor recorded."""

    def service(self, service: str) -> Any:
        """The boto3 client with which one service of AWS calls another for the account."""
