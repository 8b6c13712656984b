"""Removing one resource of a stack, or leaving it where a policy says so, with the events of either.

Not here: which resources go, and in which order (`engine`, `operation`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.template.errors import TemplateError

if TYPE_CHECKING:
    from patterns.sandbox.stacks.state import Member, State

RETAINED = frozenset({"Retain", "RetainExceptOnCreate"})

refusals = (ClientError, HandlerError)
"""What a service or a resource handler answers when it refuses."""


SNAPSHOT = "Snapshot"
LONGEST_SNAPSHOT_NAME = 255
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html"""


def remove(account: Account, state: State, member: Member, *, policy: str) -> Exception | None:
    """Delete one resource as its policy says; return what stood against it. One that is left has an event to say so."""

    def log(status: str, reason: str = "") -> None:
        state.log(account.clock.now, member.type, member.logical_id, status, reason, member.physical_id)

    if policy in RETAINED:
        log("DELETE_SKIPPED")
        return None
    log("DELETE_IN_PROGRESS")
    try:
        target = member.target(account, state.name)
        if policy == SNAPSHOT:
            provider(member.type).delete_after_snapshot(target, _snapshot_name(account, state, member))
        else:
            provider(member.type).delete(target)
    except Exception as error:
        log("DELETE_FAILED", handler_message(error))
        return error
    log("DELETE_COMPLETE")
    return None


def _snapshot_name(account: Account, state: State, member: Member) -> str:
    """The name CloudFormation makes up for a last snapshot."""
    token = account.chance.token("snapshot", state.name, member.logical_id, length=12)
    return f"{state.name}-snapshot-{member.logical_id}".lower()[: LONGEST_SNAPSHOT_NAME - 13] + f"-{token}"


def handler_message(error: Exception) -> str:
    """What went wrong with a resource in the words of a stack event."""
    if isinstance(error, ClientError):
        details = error.response["Error"]
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", "")
        said = f"{details.get('Message', '')} (Operation: {error.operation_name}, Status Code: {status})"
        return f'Resource handler returned message: "{said}" (HandlerErrorCode: {details["Code"]})'
    if isinstance(error, HandlerError):
        return f'Resource handler returned message: "{error}" (HandlerErrorCode: {error.code})'
    if isinstance(error, TemplateError):
        return str(error)
    return f'Resource handler returned message: "{error!r}" (HandlerErrorCode: InternalFailure)'
