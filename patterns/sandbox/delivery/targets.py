"""Handing something to a target, as a service for one of its resources or in a role: who may, and how each takes it.

A service without a role needs the target's own policy, asked here; what a role may is for the gateway to decide.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from patterns.iam.service_access import ServiceRequest, lets_service
from patterns.sandbox import services
from patterns.sandbox.core import lineage
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.roles import NotTrusted, Roles

TRACED = frozenset({"s3.amazonaws.com", "sns.amazonaws.com"})
"""Services that hand on what led to an event, so that Lambda sees a loop through them; queues do it with the message.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html#invocation-recursion-supported
"""

SERVER_ERROR = 500
THROTTLING = ("Throttl", "TooManyRequests", "LimitExceeded", "SlowDown", "ProvisionedThroughputExceeded")


class Undelivered(Exception):
    """A target did not take it. `code` is EventBridge's, and `is_final` where trying again is of no use."""

    def __init__(self, code: str, message: str, *, is_final: bool = True) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.is_final = is_final


@dataclass(frozen=True)
class Sender:
    """In whose name something is sent: a service for a resource of its own, perhaps in a role."""

    service: str
    source_arn: str
    role: str | None = None


@dataclass(frozen=True)
class Parcel:
    """What is sent: a text, and what a queue or a topic may want beside it."""

    body: str
    group_id: str | None = None
    deduplication_id: str | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """How a service takes what is handed to a resource of its own: the `TARGET` of its `target.py`.

    `client` is boto3's name, `action` what the resource's policy must allow, `policy` reads that policy, `hand` makes
    the call. Where there is no `policy`, a sender without a role is let in unless the target `needs_role`. A policy may
    be about something else than the ARN that a sender names: `subject` says about what.
    """

    client: str
    action: str
    hand: Callable[[Account, Any, str, Parcel], object]
    policy: Callable[[Account, str], Mapping[str, Any]] | None = None
    needs_role: bool = False
    subject: Callable[[str], str] = str


def target_of(arn: str) -> Target | None:
    """How the service in an ARN takes what is handed over; None for a service that takes nothing here."""
    folder = services.folder("arn", _service(arn))
    module = services.part(folder, "target") if folder else None
    return getattr(module, "TARGET", None)


def may_send(account: Account, sender: Sender, arn: str) -> bool:
    """Whether the policy of a function, queue or topic lets the sender hand something to it."""
    target = target_of(arn)
    try:
        return target is not None and _is_let(_where(account, arn), sender, target, arn)
    except (ClientError, Undelivered):
        return False


def send(account: Account, sender: Sender, arn: str, parcel: Parcel) -> None:
    """Hand a parcel to a target by its ARN. Raises `Undelivered`."""
    target = target_of(arn)
    if target is None:
        raise Undelivered("SDK_CLIENT_ERROR", f"the sandbox has no target {arn}")
    account = _where(account, arn)
    goes_along = contextlib.nullcontext() if sender.service in TRACED else lineage.untraced()
    try:
        client = _client(account, sender, target, arn)
        with goes_along:
            target.hand(account, client, arn, parcel)
    except ClientError as error:
        raise undelivered(error) from None


def client_for(account: Account, sender: Sender, arn: str) -> Any:
    """The client with which the sender calls the service of a target, where that one is. Raises `Undelivered`."""
    target = target_of(arn)
    if target is None:
        raise Undelivered("SDK_CLIENT_ERROR", f"the sandbox has no target {arn}")
    return _client(_where(account, arn), sender, target, arn)


def undelivered(error: ClientError) -> Undelivered:
    """The refusal of a target in EventBridge's words; throttling and faults of the service are worth another try."""
    said, status = error.response["Error"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    code, message = said.get("Code", ""), f"{said.get('Code', '')}: {said.get('Message', '')}"
    if any(word in code for word in THROTTLING):
        return Undelivered("THROTTLING", message, is_final=False)
    if status >= SERVER_ERROR:
        return Undelivered("ERROR_FROM_TARGET", message, is_final=False)
    if "AccessDenied" in code or "NotAuthorized" in code:
        return Undelivered("NO_PERMISSIONS", message)
    if "NotFound" in code or "NonExistent" in code or "DoesNotExist" in code:
        return Undelivered("NO_RESOURCE", message)
    return Undelivered("SDK_CLIENT_ERROR", message)


def _client(account: Account, sender: Sender, target: Target, arn: str) -> Any:
    if sender.role:
        try:
            return account.part(Roles).client(target.client, sender.role, sender.service, sender.source_arn)
        except NotTrusted as error:
            raise Undelivered("NO_PERMISSIONS", str(error)) from None
    if not _is_let(account, sender, target, arn):
        message = f"{sender.service} is not authorized to perform: {target.action} on resource: {arn}"
        raise Undelivered("NO_PERMISSIONS", message)
    return account.service(target.client)


def _is_let(account: Account, sender: Sender, target: Target, arn: str) -> bool:
    if target.policy is None:
        return not target.needs_role
    request = ServiceRequest(sender.service, target.action, target.subject(arn), sender.source_arn, account.account_id)
    return lets_service(target.policy(account, arn), request)


def require_json(body: str) -> None:
    """Raise `Undelivered` unless the body is JSON, the only thing that some targets take."""
    try:
        json.loads(body)
    except ValueError:
        raise Undelivered("INVALID_JSON", f"the input is not JSON: {body[:200]}") from None


def _service(arn: str) -> str:
    return arn.split(":")[2] if arn.count(":") >= 5 else ""


def _where(account: Account, arn: str) -> Account:
    """The account as the target's region sees it: what is handed over there, happens there."""
    region = arn.split(":")[3]
    return account.in_region(region) if region else account
