"""Removing one resource of a stack, or leaving it where a policy says so, with the events of either.

Not here: which resources go, and in which order (`engine`, `operation`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ParamValidationError

from patterns.sandbox.core import interruption
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.template.errors import TemplateError

if TYPE_CHECKING:
    from patterns.sandbox.stacks.state import Member, State

RETAINED = frozenset({"Retain", "RetainExceptOnCreate"})
refusals = (ClientError, HandlerError)
"""What a service or a resource handler answers when it refuses."""

ALREADY_EXISTS = "AlreadyExists"
"""The handlers' one code for what services have many for:
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
"""
TAKEN = re.compile("AlreadyExist|Duplicate|ResourceExists")
TAKEN_AT_CREATION = frozenset({"ResourceInUseException", "ResourceConflictException", "ConflictException"})

SNAPSHOT = "Snapshot"
LONGEST_SNAPSHOT_NAME = 255
"""https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBSnapshot.html"""


def remove(account: Account, state: State, member: Member, *, policy: str) -> BaseException | None:
    """Delete one resource as its policy says; return what stood against it. One that is left has an event to say so.

    An interruption that could not wait is returned as well, and raised when everything is over.
    """

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
    except BaseException as error:
        keep_interruption(error)
        log("DELETE_FAILED", handler_message(error))
        return error
    log("DELETE_COMPLETE")
    return None


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
    if isinstance(error, TemplateError):
        return str(error)
    return f'Resource handler returned message: "{_said(error)}" (HandlerErrorCode: {_code(error)})'


def _is_taken(code: str, operation: str) -> bool:
    """Whether a service says that the name is taken: every service has a code of its own for it."""
    return bool(TAKEN.search(code)) or (code in TAKEN_AT_CREATION and operation.startswith("Create"))


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
        code = str(error.response["Error"]["Code"])
        return ALREADY_EXISTS if _is_taken(code, error.operation_name) else code
    if isinstance(error, HandlerError):
        return error.code
    return "InvalidRequest" if isinstance(error, ParamValidationError) else "InternalFailure"
