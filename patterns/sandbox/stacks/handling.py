"""What is done to a single resource of a stack by its provider, with its events: made, asked, exchanged.

Not here: in which order (`operation`), how it is taken back (`way_back`), how one is removed (`removal`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from patterns.sandbox.provider.base import HandlerError, Target
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.registry import Registry
from patterns.sandbox.stacks.removal import ALREADY_EXISTS
from patterns.sandbox.stacks.rolling import Rolling, means_other_machines
from patterns.sandbox.stacks.signals import Signals, Wanted, await_signals
from patterns.sandbox.stacks.state import Member, State


class Handling:
    """The resources of one stack, each by itself."""

    def __init__(self, registry: Registry, signals: Signals, state: State) -> None:
        self.account = registry.account
        self.state = state
        self.displaced: dict[str, str] = {}
        """Physical id of what was made -> that of what it stands in the place of."""
        self._registry = registry
        self._signals = signals

    def target(self, member: Member) -> Target:
        """The resource as its provider takes it."""
        return member.target(self.account, self.state.name)

    def create(self, wanted: Member) -> str:
        """The physical id of the resource, just made, in the place of what it displaces.

        Raises `HandlerError` for one that is there already, or what its service refuses.
        """
        maker, target = provider(wanted.type), self.target(wanted)
        if taken := maker.taken(target):
            message = f"Resource of type '{wanted.type}' with identifier '{taken}' already exists."
            raise HandlerError(ALREADY_EXISTS, message)
        displaced = maker.displaced(target)
        created = maker.create(replace(target, displaced=displaced))
        self._refuse_owned(wanted.type, created)
        self.displaced[created] = displaced
        return created

    def _refuse_owned(self, type_name: str, physical_id: str) -> None:
        """Refuse what a service gave back because it was there: one resource belongs to one logical id of one stack.

        https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/363
        """
        if provider(type_name).names_itself:
            return
        if owner := self._registry.owner(type_name, physical_id):
            raise HandlerError(ALREADY_EXISTS, f"{physical_id} already exists in stack {owner}")

    def await_signals(self, made: Member, policy: Mapping[str, Any]) -> None:
        """Wait for what its `CreationPolicy` asks for. Raises `NotSignalled`."""
        wanted = Wanted.of(policy)
        if wanted is not None:
            log = partial(self.log, made.type, made.logical_id, "CREATE_IN_PROGRESS")
            await_signals(wanted, self._signals, self.target(made), provider(made.type), log)

    def roll(self, wanted: Member, old: Member, policy: Mapping[str, Any]) -> None:
        """Exchange the machines of a group that was changed, as its `UpdatePolicy` says."""
        rolling = Rolling.of(policy)
        if rolling is not None and means_other_machines(old.properties, wanted.properties):
            log = partial(self.log, wanted.type, wanted.logical_id, "UPDATE_IN_PROGRESS")
            target = self.target(wanted)
            rolling.run(self._signals, target, provider(wanted.type), lambda told: log(told, wanted.physical_id))

    def with_secrets(self, member: Member) -> Member:
        """The same with what of it must not be shown, hidden before anything can name it."""
        told = provider(member.type).secrets(self.target(member))
        self.state.secrets |= told
        return replace(member, secrets=member.secrets | told) if told else member

    def log(self, kind: str, logical_id: str, status: str, reason: str = "", physical_id: str = "") -> None:
        """Add an event to the stack's history."""
        self.state.log(self.account.clock.now, kind, logical_id, status, reason, physical_id)
