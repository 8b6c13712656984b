"""Removing resources of a stack, or leaving them where a policy says so, with the events of either.

Not here: which resources go, and in which order (`engine`, `operation`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ParamValidationError

from patterns.sandbox.core import interruption
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.provider.base import AsSaid, HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.handler_codes import handler_code
from patterns.sandbox.stacks.signals import NotSignalled
from patterns.template.errors import TemplateError

if TYPE_CHECKING:
    from patterns.sandbox.stacks.state import Member, State

RETAINED = frozenset({"Retain", "RetainExceptOnCreate"})
refusals = (ClientError, HandlerError)
"""What a service or a resource handler answers when it refuses."""

SNAPSHOT = "Snapshot"
LONGEST_SNAPSHOT_NAME = 255
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html"""


STILL_USED = frozenset(
    {
        "CacheSubnetGroupInUse", "DependencyViolation", "InvalidDBSubnetGroupStateFault", "InvalidIPAddress.InUse",
        "ResourceInUse",
    }
)  # fmt: skip
"""Codes after which a handler asks again for minutes, while the stack goes on deleting what may be in the way.

https://repost.aws/knowledge-center/cloudformation-stack-delete-failed
"""


class Removal:
    """The removal of several resources of a stack, one after the other, as their policies say."""

    def __init__(self, account: Account, state: State, policy: Callable[[Member], str]) -> None:
        self._account = account
        self._state = state
        self._policy = policy
        self._begun: dict[tuple[str, str], str] = {}
        self.left: list[Member] = []
        """What stays after a run: what could not be removed, and what that needs."""

    def run(self, members: Iterable[Member], *, with_needs: bool = True) -> list[tuple[Member, BaseException]]:
        """Remove in this order, and what another still uses once more after that; return what stays, and why.

        What a member that stays needs stays too, but `with_needs=False`. An interruption that could not wait is among
        the reasons, and raised when everything is over.
        """
        self.left, failed = self._round(list(members), with_needs)
        before = None
        while len(self.left) != before and any(_is_still_used(error) for _, error in failed):
            before = len(self.left)
            self.left, failed = self._round(self.left, with_needs)
        for member, error in failed:
            if _is_still_used(error):
                self._log(member, "DELETE_FAILED", handler_message(error))
        return failed

    def _round(
        self, members: list[Member], with_needs: bool
    ) -> tuple[list[Member], list[tuple[Member, BaseException]]]:
        """Try each once; return what is to be tried again, and what stood against it."""
        left: list[Member] = []
        failed: list[tuple[Member, BaseException]] = []
        kept: set[str] = set()
        for member in members:
            if with_needs and member.logical_id in kept:
                left.append(member)
            elif error := self._removed(member):
                left.append(member)
                failed.append((member, error))
            else:
                continue
            kept |= member.needs
        return left, failed

    def _removed(self, member: Member) -> BaseException | None:
        """Delete one resource; return what stood against it. One that is left has an event to say so."""
        named = (member.logical_id, member.physical_id)
        policy = self._begun.get(named)
        if policy is None:
            policy = self._begun[named] = self._policy(member)
            self._log(member, "DELETE_SKIPPED" if policy in RETAINED else "DELETE_IN_PROGRESS")
        if policy in RETAINED:
            return None
        try:
            target = member.target(self._account, self._state.name)
            if policy == SNAPSHOT:
                provider(member.type).delete_after_snapshot(target, _snapshot_name(self._account, self._state, member))
            else:
                provider(member.type).delete(target)
        except BaseException as error:
            keep_interruption(error)
            if not _is_still_used(error):
                self._log(member, "DELETE_FAILED", handler_message(error))
            return error
        self._log(member, "DELETE_COMPLETE")
        return None

    def _log(self, member: Member, status: str, reason: str = "") -> None:
        now = self._account.clock.now
        self._state.log(now, member.type, member.logical_id, status, reason, member.physical_id)


def _is_still_used(error: BaseException) -> bool:
    return isinstance(error, ClientError) and error.response["Error"]["Code"] in STILL_USED


def _snapshot_name(account: Account, state: State, member: Member) -> str:
    """The name CloudFormation makes up for a last snapshot."""
    token = account.chance.token("snapshot", state.name, member.logical_id, length=12)
    return f"{state.name}-snapshot-{member.logical_id}".lower()[: LONGEST_SNAPSHOT_NAME - 13] + f"-{token}"


def keep_interruption(error: BaseException) -> None:
    """Hold an interruption back until what goes on is over; anything else that is no fault or refusal is raised."""
    if interruption.is_interruption(error):
        interruption.keep(error)
    elif not isinstance(error, Exception):
        raise error


def handler_message(error: BaseException) -> str:
    """What went wrong with a resource in the words of a stack event; a fault of the simulation says that it is one."""
    if isinstance(error, TemplateError | NotSignalled | AsSaid):
        return str(error)
    return f'Resource handler returned message: "{_said(error)}" (HandlerErrorCode: {_code(error)})'


def _said(error: BaseException) -> str:
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
        message = error.response["Error"].get("Message", "")
        return f"{message} (Operation: {error.operation_name}, Status Code: {status})"
    if isinstance(error, ParamValidationError):
        return " ".join(str(error).split())
    if isinstance(error, HandlerError):
        return str(error)
    if interruption.is_interruption(error):
        return "Interrupted"
    told = str(error) if isinstance(error, SandboxError) else repr(error)
    return f"the simulation failed, which says nothing about AWS: {told}"


def _code(error: BaseException) -> str:
    if isinstance(error, ClientError):
        return handler_code(str(error.response["Error"]["Code"]), error.operation_name)
    if isinstance(error, HandlerError):
        return handler_code(error.code)
    return "InvalidRequest" if isinstance(error, ParamValidationError) else "InternalFailure"
