"""The page's stack and the account it runs in: the only part of the page that asks or changes anything there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from patterns.explore.deployment import Deployment, read
from patterns.sandbox.core.errors import UnsupportedType
from patterns.sandbox.provider.parameter_values import existing
from patterns.sandbox.stacks.leaving_out import Choice, check_choice
from patterns.template.parameter_types import ParameterType
from patterns.template.resolve import Resolved
from patterns.template.source import Document

if TYPE_CHECKING:
    from patterns.sandbox.account import Sandbox
    from patterns.sandbox.stacks.stack import Event, Stack

TELL_EVERY_SECONDS = 0.1
"""How often events are shown while they arrive: each time is a repaint."""

LONGEST_WATCHED = timedelta(days=1)
"""How long time passes at most for an execution that the reader started."""

Told = Callable[["tuple[Event, ...]"], None]
"""Called with all events of the stack so far while something is under way."""


class Running:
    """At most one stack, in the sandbox given, else in the one that lives, else in one started for it."""

    def __init__(self, sandbox: Sandbox | None, unsupported: Choice = "refuse") -> None:
        check_choice(unsupported)
        self._sandbox = sandbox
        self._unsupported: Choice = unsupported
        self._stack: Stack | None = None

    @property
    def account(self) -> Sandbox | None:
        """The account that the page deploys into, where it has one."""
        return self._sandbox

    @property
    def stack(self) -> Stack | None:
        """The stack, as long as it is there: not after its deletion, nor after the end of its account."""
        if self._stack is None or self._sandbox is None:
            return None
        gone = self._sandbox.gateway.ended or self._stack.status == "DELETE_COMPLETE"
        return None if gone else self._stack

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the stack made last, oldest first; they outlive it."""
        return tuple(self._stack.events) if self._stack is not None else ()

    def offers(self, kind: ParameterType) -> Sequence[str]:
        """What the account has of that which a parameter of this type names; nothing before there is an account."""
        from patterns.sandbox.account import Sandbox

        account = self._sandbox or Sandbox.live()
        if account is None or account is not Sandbox.live() or not kind.is_in_account:
            return ()
        try:
            return sorted(existing(account, kind.item, []))
        except UnsupportedType:
            return ()

    def deploy(self, document: Document, told: Told) -> None:
        """Make the stack, or update it. Raises `SandboxError` or `TemplateError`."""
        stack, account = self.stack, self._account()
        with _telling(account, stack, told):
            if stack is None:
                self._stack = account.deploy(document, unsupported=self._unsupported)
            else:
                stack.update(document, unsupported=self._unsupported)

    def delete(self, told: Told) -> None:
        """Delete the stack, if there is one. Raises `SandboxError`."""
        stack = self.stack
        if stack is not None:
            with _telling(self._account(), stack, told):
                stack.delete()

    def advance(self, seconds: float) -> None:
        """Let time pass in the account. Raises `ClockError`."""
        self._account().clock.advance(seconds=seconds)

    def start(self, logical_id: str, given: str) -> None:
        """Start an execution of a state machine of the stack, and let time pass until it ends, at most a day.

        Raises boto3's `ClientError` for an input that is not JSON.
        """
        stack = self.stack
        if stack is None:
            return
        client, clock = stack.account.client("stepfunctions"), stack.account.clock
        begun = client.start_execution(stateMachineArn=stack[logical_id].physical_id, input=given)
        watching = stack.account.observer("stepfunctions")

        def is_over() -> bool:
            return str(watching.describe_execution(executionArn=begun["executionArn"])["status"]) != "RUNNING"

        clock.run(until=clock.now + LONGEST_WATCHED, enough=is_over)

    def reading(self, resolved: Resolved, document: Document) -> Deployment | None:
        """The stack read back now, beside the template it could be updated to; None without a stack."""
        stack = self.stack
        return read(stack, resolved, document) if stack is not None else None

    def _account(self) -> Sandbox:
        from patterns.sandbox.account import Sandbox

        if self._sandbox is None or self._sandbox.gateway.ended:
            self._sandbox = Sandbox.live() or Sandbox()
        return self._sandbox.start()


@contextmanager
def _telling(account: Sandbox, stack: Stack | None, told: Told) -> Iterator[None]:
    """Report a stack's events with the requests that cause them: of the next one made if there is none yet."""
    others = {other.id for other in account.stacks}
    last = time.monotonic()

    def look(_call: object) -> None:
        nonlocal last
        if time.monotonic() - last < TELL_EVERY_SECONDS:
            return
        new = [made for made in account.stacks if made.id not in others]
        for watched in [stack] if stack is not None else new:
            told(tuple(watched.events))
        last = time.monotonic()

    end = account.gateway.subscribe("record", look)
    try:
        yield
    finally:
        end()
