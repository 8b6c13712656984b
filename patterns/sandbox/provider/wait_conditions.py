"""Wait conditions: a stack stands still until enough signals were put to the address of a handle.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-waitcondition.html
Signals come from functions and scripts that put them to the address, from `aws.signal`, or from a machine whose user
data hands the address to `cfn-signal` or `curl`, which is read and not run. Not here: `CreationPolicy`
(`stacks.signals`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from patterns.sandbox import services
from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import AsSaid, HandlerError, Target
from patterns.sandbox.provider.cloudformation_types import Noted
from patterns.template.own_types import WAIT_CONDITION, WAIT_HANDLE

HOST = "cloudformation-waitcondition-{}.s3.amazonaws.com"
STATUSES = ("SUCCESS", "FAILURE")
LASTS = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """One signal: whether it tells of success, what came along for the template, and why it tells of failure."""

    succeeded: bool
    data: str = ""
    reason: str = ""


ByHand = Callable[[str, str], Mapping[str, Told]]
"""From a stack and a logical id to what was sent by hand, by sender."""


class WaitHandles:
    """The handles of an account: what was put to the address of each, by sender; the first of each counts."""

    by_hand: ByHand
    take: Callable[[str, str], None]
    """Forgets what was sent by hand to a stack's logical id."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self.host = HOST.format(account.region)
        self.received: dict[str, dict[str, Told]] = {}
        self.names: dict[str, tuple[str, str]] = {}
        """The address of a handle -> its stack and its logical id."""
        self.answers: dict[str, dict[str, Told]] = {}
        """The physical id of a condition -> the signals that it went by."""
        account.gateway.at_host(self.host, self._take)

    def address(self, target: Target) -> str:
        """The address of a new handle, signed as S3's."""
        account = self._account
        signature = account.chance.token("handle", target.stack_name, target.logical_id, length=28)
        key = quote(f"arn:aws:cloudformation:{account.region}:{account.account_id}:stack/{target.stack_name}", safe="")
        expires = int(account.clock.time() + LASTS.total_seconds())
        address = f"https://{self.host}/{key}/{target.logical_id}?Expires={expires}&Signature={signature}"
        self.received[address], self.names[address] = {}, (target.stack_name, target.logical_id)
        return address

    def _take(self, method: str, address: str, body: bytes) -> tuple[int, str]:
        there = self.received.get(_same(address, self.received))
        if method != "PUT" or there is None:
            return HTTPStatus.FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>"
        found = _read(body)
        if found is not None:
            there.setdefault(*found)
        return HTTPStatus.OK, ""


class WaitHandle(Noted):
    """AWS::CloudFormation::WaitConditionHandle: an address to put signals to, which is its physical id."""

    type = WAIT_HANDLE

    def new_id(self, target: Target) -> str:
        """Its address."""
        return target.account.part(WaitHandles).address(target)

    def delete(self, target: Target) -> None:
        """Forget it: nothing can be put there any more."""
        handles = target.account.part(WaitHandles)
        handles.received.pop(target.physical_id, None)
        handles.names.pop(target.physical_id, None)
        super().delete(target)


class WaitCondition(Noted):
    """AWS::CloudFormation::WaitCondition."""

    type = WAIT_CONDITION

    def check_update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Refuse every change, as CloudFormation does."""
        raise HandlerError("NotUpdatable", f"Update to resource type {self.type} is not supported.")

    def complete(self, target: Target) -> None:
        """Wait, on the account's clock, for the signals of its handle. Raises `AsSaid` where they do not come."""
        handle = target.properties.get("Handle")
        if handle is None:
            return  # it has a CreationPolicy, or stands for nothing
        handles, clock = target.account.part(WaitHandles), target.account.clock
        if handle not in handles.received:
            raise AsSaid("InvalidRequest", f"Template validation error: Invalid handle URL: {handle}")
        if "Timeout" not in target.properties:
            raise AsSaid("InvalidRequest", "Property Timeout cannot be empty.")
        count, seconds = int(target.properties.get("Count", 1)), int(target.properties["Timeout"])
        over, told = clock.now + timedelta(seconds=seconds), dict[str, Told]()

        def enough() -> bool:
            for sender, signal in _signals(target, handles, handle):
                told.setdefault(sender, signal)
            _refuse_failure(told)
            return len(told) >= count

        try:
            clock.run(until=over, enough=enough)
            if not enough():
                clock.advance(seconds=(over - clock.now).total_seconds())
                message = f"WaitCondition timed out. Received {len(told)} conditions when expecting {count}"
                raise AsSaid("NotStabilized", message)
        finally:
            handles.take(*handles.names[handle])
            handles.take(target.stack_name, target.logical_id)
        handles.answers[target.physical_id] = told

    def attributes(self, target: Target) -> dict[str, Any]:
        """`Data`: what the signals brought along, as JSON, by sender."""
        told = target.account.part(WaitHandles).answers.get(target.physical_id, {})
        return {"Data": json.dumps({sender: signal.data for sender, signal in told.items()}, separators=(",", ":"))}


def _signals(target: Target, handles: WaitHandles, handle: str) -> Iterable[tuple[str, Told]]:
    stack, logical_id = handles.names[handle]
    yield from handles.received[handle].items()
    yield from handles.by_hand(stack, logical_id).items()
    yield from handles.by_hand(target.stack_name, target.logical_id).items()
    bootstrap = services.part("ec2", "bootstrap")
    assert bootstrap is not None
    for machine, succeeded in bootstrap.told_at(target.account, handle).items():
        yield machine, Told(succeeded)


def _refuse_failure(told: Mapping[str, Told]) -> None:
    for sender, signal in told.items():
        if not signal.succeeded:
            message = f"WaitCondition received failed message: '{signal.reason}' for uniqueId: {sender}"
            raise AsSaid("GeneralServiceException", message)


def _same(address: str, known: Iterable[str]) -> str:
    """The known address that another one is, whichever way it is quoted."""
    asked = _parts(address)
    return next((each for each in known if _parts(each) == asked), "")


def _parts(address: str) -> tuple[str, object]:
    parts = urlsplit(address)
    return unquote(parts.path), parse_qs(parts.query).get("Signature")


def _read(body: bytes) -> tuple[str, Told] | None:
    """Sender and signal; None for what is no signal, which CloudFormation passes over."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("Status") not in STATUSES or not said.get("UniqueId"):
        return None
    succeeded = said["Status"] == STATUSES[0]
    return str(said["UniqueId"]), Told(succeeded, str(said.get("Data", "")), str(said.get("Reason", "")))
