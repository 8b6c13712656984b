"""Custom resources: a function, or who listens to a topic, makes them and answers at an address.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html

What nobody but their maker knows reads back as it was last asked for. Not here: `cfnresponse`, which is Lambda's.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

from botocore.exceptions import ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import ForeignCode
from patterns.sandbox.core.processes import Signal
from patterns.sandbox.provider import cdk_handlers
from patterns.sandbox.provider.base import AsSaid, Provider, Target
from patterns.template.values import spoken

HOST = "cloudformation-custom-resource-response-{}.s3.amazonaws.com"
MOST_BYTES = 4096
LONGEST_SECONDS = 3600
LONGEST_ID_BYTES = 1024
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html"""
SUBJECT = "AWS CloudFormation custom resource request"
MASKABLE = (str, int, float)


class Unanswered(AsSaid):
    """No answer came in time."""


@dataclass(frozen=True)
class Answer:
    """What the maker answered. `reason` is why it failed, None where it did not."""

    physical_id: str
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)
    no_echo: bool = False
    reason: str | None = None


@dataclass
class Pending:
    """A request that waits for its answer."""

    request: Mapping[str, Any]
    signature: str
    answered: Signal
    answer: Answer | None = None


@dataclass(frozen=True)
class Made:
    """A custom resource as its maker last answered, and the properties it was asked for; none where that failed."""

    answer: Answer
    properties: Mapping[str, Any] = field(default_factory=dict, repr=False)


Key = tuple[str, str, str]
"""Stack, logical id and physical id: a physical id is its maker's own choice, and may be there twice."""


class CustomResources:
    """What was asked and what was answered in one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._host = HOST.format(account.region.replace("-", ""))
        self._pending: dict[str, Pending] = {}
        self.made: dict[Key, Made] = {}
        self.latest: dict[tuple[str, str], str] = {}
        """(stack, logical id) -> the physical id in the last answer."""
        account.gateway.at_host(self._host, self._take)

    def ask(self, target: Target, request: Mapping[str, Any]) -> Answer:
        """Send a request to the maker and wait, on the account's clock, for the answer. Raises `Unanswered`."""
        token, kind = str(target.properties["ServiceToken"]), request["RequestType"]
        if instead := cdk_handlers.handler(self._account, request["ResourceType"], token):
            own = str(request.get("PhysicalResourceId", target.name(longest=LONGEST_ID_BYTES)))
            properties, old = request["ResourceProperties"], request.get("OldResourceProperties", {})
            return _done(lambda: instead(self._account, kind, properties, old), own)
        request_id = self._unique("request", target)
        pending = Pending(
            {**request, "RequestId": request_id, "StackId": self._stack_id(target.stack_name)},
            self._unique("signature", target),
            self._account.processes.signal(),
        )
        self._pending[request_id] = pending
        processes, excused = self._account.processes, self._account.processes.excused
        # What is not run would never answer.
        processes.excused = lambda name, error: False
        try:
            self._send(target, {**pending.request, "ResponseURL": self._address(pending)})
            return self._awaited(pending, _seconds(target.properties))
        finally:
            processes.excused = excused
            del self._pending[request_id]

    def _awaited(self, pending: Pending, seconds: int) -> Answer:
        clock = self._account.clock
        over = clock.now + timedelta(seconds=seconds)
        if not pending.answered.wait(seconds) or pending.answer is None:
            if clock.now < over:
                self._account.processes.wait((over - clock.now).total_seconds())
            raise Unanswered(
                "NotStabilized",
                "CloudFormation did not receive a response from your Custom Resource. Please check your logs for "
                f"requestId [{pending.request['RequestId']}]. If you are using the Python cfn-response module, you may "
                "need to update your Lambda function code so that CloudFormation can attach the updated version.",
            )
        return pending.answer

    def _send(self, target: Target, request: Mapping[str, Any]) -> None:
        token, text = target.properties["ServiceToken"], json.dumps(request)
        parts = token.split(":")
        service, region = (parts[2], parts[3]) if len(parts) > 5 else ("", "")
        if service not in ("lambda", "sns") or region != self._account.region:
            raise AsSaid(
                "InvalidRequest",
                f"Invalid service token: {token!r}; it must be the ARN of a Lambda function or of an SNS topic in "
                f"{self._account.region}.",
            )
        client = self._account.administrator(service)
        if service == "sns":
            client.publish(TopicArn=token, Subject=SUBJECT, Message=text)
        else:
            client.invoke(FunctionName=token, InvocationType="Event", Payload=text.encode())

    def _address(self, pending: Pending) -> str:
        request = pending.request
        key = quote("|".join((request["StackId"], request["LogicalResourceId"], request["RequestId"])), safe="")
        expires = int(self._account.clock.time()) + 2 * LONGEST_SECONDS
        return f"https://{self._host}/{key}?Expires={expires}&Signature={pending.signature}"

    def _take(self, method: str, address: str, body: bytes) -> tuple[int, str]:
        """Take an answer, as S3 takes what is put to a presigned address."""
        parts = urlsplit(address)
        pending = self._pending.get(unquote(parts.path).rpartition("|")[2])
        if method != "PUT" or pending is None or parse_qs(parts.query).get("Signature") != [pending.signature]:
            return HTTPStatus.FORBIDDEN, "<Error><Code>AccessDenied</Code></Error>"
        if pending.answer is None:
            pending.answer = _read(body, pending.request)
            pending.answered.set()
        return HTTPStatus.OK, ""

    def _stack_id(self, name: str) -> str:
        return next(str(stack.id) for stack in self._account.stacks if stack.name == name)

    def _unique(self, what: str, target: Target) -> str:
        drawn = self._account.chance.token(
            what, target.stack_name, target.logical_id, length=32, alphabet="0123456789abcdef"
        )
        return str(uuid.UUID(hex=drawn, version=4))


class CustomResource(Provider):
    """A resource of any `Custom::` type."""

    type = "AWS::CloudFormation::CustomResource"
    service = "cloudformation"
    properties = ()
    names_itself = True

    def create(self, target: Target) -> str:
        """Ask for it. What failed has an id as well: whoever goes back has to delete it."""
        resources, own = _resources(target), target.name(longest=LONGEST_ID_BYTES)
        try:
            answer = resources.ask(target, self._request("Create", target))
        except ForeignCode as refused:
            raise AsSaid("AccessDenied", str(refused)) from refused
        except Unanswered as unanswered:
            answer = Answer(own, reason=str(unanswered))
        self._note(target, answer if answer.physical_id else replace(answer, physical_id=own))
        return resources.latest[target.stack_name, target.logical_id]

    def complete(self, target: Target) -> None:
        """Refuse what its maker failed to make."""
        _require_success(_resources(target).made[_key(target)].answer)

    def check_update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Refuse another maker."""
        if old["ServiceToken"] != target.properties["ServiceToken"]:
            raise AsSaid("NotUpdatable", "Modifying service token is not allowed.")

    def update(self, target: Target, old: Mapping[str, Any]) -> None:
        """Ask for the change; an answer with another physical id means a new resource."""
        resources = _resources(target)
        before = resources.made.get(_key(target))
        request = {"PhysicalResourceId": target.physical_id, "OldResourceProperties": _as_text(old)}
        try:
            answer = resources.ask(target, {**self._request("Update", target), **request})
            _require_success(answer)
        except BaseException:
            if before is not None:
                resources.made[_key(target)] = Made(before.answer)
            raise
        self._note(target, answer)

    def delete(self, target: Target) -> None:
        """Ask for its removal; what its maker did not confirm stays. Raises `AsSaid`."""
        resources = _resources(target)
        request = {**self._request("Delete", target), "PhysicalResourceId": target.physical_id}
        _require_success(resources.ask(target, request))
        resources.made.pop(_key(target), None)

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """What each was last asked for with success; None for one that is not there."""
        made = account.part(CustomResources).made
        there = ((target.physical_id, made.get(_key(target))) for target in targets)
        return {physical_id: None if found is None else dict(found.properties) for physical_id, found in there}

    def current_id(self, target: Target) -> str:
        """The physical id in the last answer."""
        return _resources(target).latest[target.stack_name, target.logical_id]

    def secrets(self, target: Target) -> frozenset[str]:
        """What its maker answered with `NoEcho`."""
        answer = _resources(target).made[_key(target)].answer
        values = answer.data.values() if answer.no_echo else ()
        return frozenset(spoken(value) for value in values if isinstance(value, MASKABLE) and spoken(value))

    def attribute(self, target: Target, name: str) -> Any:
        """What the maker answered under that name in `Data`."""
        data = _resources(target).made[_key(target)].answer.data
        if name not in data:
            there = f"; there are {', '.join(data)}" if data else ""
            raise AsSaid(
                "InvalidRequest",
                f"CustomResource attribute error: Vendor response doesn't contain {name} attribute in object "
                f"{target.logical_id}{there}",
            )
        return _as_text(data[name])

    def _request(self, kind: str, target: Target) -> dict[str, Any]:
        return {
            "RequestType": kind,
            "ResourceType": self.type,
            "LogicalResourceId": target.logical_id,
            "ResourceProperties": _as_text(target.properties),
        }

    def _note(self, target: Target, answer: Answer) -> None:
        resources, physical_id = _resources(target), answer.physical_id
        resources.latest[target.stack_name, target.logical_id] = physical_id
        properties = target.properties if answer.reason is None else {}
        resources.made[target.stack_name, target.logical_id, physical_id] = Made(answer, properties)


def of_type(name: str) -> CustomResource:
    """The provider of a custom type."""
    made: CustomResource = type("CustomResource", (CustomResource,), {"type": name, "__doc__": name})()
    return made


def _resources(target: Target) -> CustomResources:
    return target.account.part(CustomResources)


def _key(target: Target) -> Key:
    return target.stack_name, target.logical_id, target.physical_id


def _seconds(properties: Mapping[str, Any]) -> int:
    return int(properties.get("ServiceTimeout", LONGEST_SECONDS))


def _as_text(value: Any) -> Any:
    """The value with every scalar as a text, as CloudFormation sends and gives them."""
    if isinstance(value, Mapping):
        return {name: _as_text(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_as_text(member) for member in value]
    return "" if value is None else spoken(value)


def _require_success(answer: Answer) -> None:
    if answer.reason is not None:
        raise AsSaid("GeneralServiceException", answer.reason)


def _done(work: Callable[[], Mapping[str, Any]], own: str) -> Answer:
    """What is answered for work done in a function's stead; a refusal is one of failure, as the CDK answers it."""
    try:
        return Answer(own, work())
    except ClientError as error:
        return Answer(own, reason=f"Received response status [FAILED] from custom resource. Message returned: {error}")


def _read(body: bytes, request: Mapping[str, Any]) -> Answer:
    """An answer, read as CloudFormation reads it; what is wrong with it makes it one of failure."""
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        return Answer("", reason="Invalid Json: the response is no JSON object")
    told = said.get("PhysicalResourceId")
    physical_id = told if isinstance(told, str) and len(told.encode()) <= LONGEST_ID_BYTES else ""
    fault = _fault(body, said, request, physical_id)
    if fault:
        return Answer(physical_id, reason=fault)
    no_echo = spoken(said.get("NoEcho") or False).lower() == "true"
    reason = None
    if said["Status"] == "FAILED":
        reason = (
            "Received response status [FAILED] from custom resource. Message returned: "
            f"{said.get('Reason') or 'none'} (RequestId: {request['RequestId']})"
        )
    return Answer(physical_id, said.get("Data") or {}, no_echo, reason)


def _fault(body: bytes, said: Mapping[str, Any], request: Mapping[str, Any], physical_id: str) -> str:
    """What is wrong with the form of an answer; empty where nothing is."""
    if len(body) > MOST_BYTES:
        return f"Response object is too long: {len(body):,} bytes, and {MOST_BYTES:,} are allowed."
    if said.get("Status") not in ("SUCCESS", "FAILED"):
        return f"Invalid response status {said.get('Status')!r}: it must be SUCCESS or FAILED"
    if not physical_id:
        return "Invalid PhysicalResourceId"
    for name in ("StackId", "RequestId", "LogicalResourceId"):
        if said.get(name) != request[name]:
            return f"Invalid response: {name} is {said.get(name)!r}, and the request has {request[name]!r}"
    data = said.get("Data")
    return "" if data is None or isinstance(data, dict) else "Invalid response: Data must be an object"
