"""The one way of a request: fence, fault, authorise, form, judge, moto, consequences, record.

It knows no service and no policy; who wants to refuse, follow up or record a call subscribes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import partial
from http import HTTPStatus
from typing import Any, NamedTuple, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from patterns.sandbox.core import interruption
from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.errors import Refused, SandboxEnded, SandboxError
from patterns.sandbox.simulator import protocols, routing, undo
from patterns.sandbox.simulator.routing import Answer

Account = TypeVar("Account")


class Stage(StrEnum):
    """The stages of the pipeline, in their order.

    Before moto come: may the caller do this (`AUTHORISE`), can what the call brings be read (`FORM`), and would the
    service do it, as things stand in the account (`JUDGE`).
    """

    FENCE = "fence"
    FAULT = "fault"
    AUTHORISE = "authorise"
    FORM = "form"
    JUDGE = "judge"
    MOTO = "moto"
    CONSEQUENCES = "consequences"
    RECORD = "record"


class Caller(Enum):
    """On whose behalf a request comes: it decides which stages it passes."""

    USER = "user"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"
    SERVICE = "service"


_ANY = "*"
"""Stands for the operation of a request that is not read yet."""

UNREADABLE, UNREADABLE_REASON = "InvalidParameterValue", "A value holds a control character, which XML cannot carry."
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""

_BEFORE_MOTO = (Stage.FENCE, Stage.FAULT, Stage.AUTHORISE, Stage.FORM, Stage.JUDGE)
_STAGES_OF = {
    Caller.USER: frozenset(Stage),
    Caller.ADMINISTRATOR: frozenset(Stage),
    Caller.SERVICE: frozenset(Stage),
    Caller.OBSERVER: frozenset({Stage.FENCE, Stage.MOTO, Stage.CONSEQUENCES}),
}


@dataclass
class Call:
    """One request to a service, as the stages see it.

    `response` is set once there is an answer; a handler of a later stage may replace it.
    """

    caller: Caller
    access_key: str | None
    region: str
    asked: protocols.Asked
    response: Answer | None = None

    @property
    def service(self) -> str:
        """boto3's name of the service: "s3"."""
        return self.asked.service

    @property
    def operation(self) -> str | None:
        """The API's name, "PutObject"; None where no model has the request, as a browser's CORS preflight."""
        return self.asked.operation

    @property
    def params(self) -> dict[str, Any]:
        """The parameters as boto3 takes them, without streaming bodies."""
        return self.asked.params

    @property
    def request(self) -> Any:
        """The request itself, of moto's class (a Werkzeug request)."""
        return self.asked.request


Handler = Callable[[Call], object]

When = Callable[[Caller, str, "str | None", Any], bool]
"""Whether a call may matter, told by who calls, the service, the operation where it is known, and the raw request."""


class _Subscription(NamedTuple):
    handler: Handler
    service: str | None
    operation: str | None
    presigned: bool
    when: When | None

    def concerns(self, caller: Caller, service: str, operation: str | None, request: Any) -> bool:
        """Whether a call of what it names is one that it wants."""
        if self.presigned and not _is_presigned(request):
            return False
        return self.when is None or self.when(caller, service, operation, request)


class Gateway:
    """The pipeline of one sandbox; safe to enter from several threads at once."""

    def __init__(self, chance: Chance, *, region: str, settle: Callable[[], object] = lambda: None) -> None:
        self._chance = chance
        self._settle = settle
        self._region = region
        self._ended = False
        # Replaced, never changed: a request under way keeps the one it started with.
        self._handlers: dict[Stage, tuple[_Subscription, ...]] = dict.fromkeys(Stage, ())
        self._named: dict[tuple[Stage, str, str | None], tuple[_Subscription, ...]] = {}

    def __repr__(self) -> str:
        return f"Gateway({sum(map(len, self._handlers.values()))} handlers{', ended' if self._ended else ''})"

    def subscribe(
        self,
        stage: Stage | str,
        handler: Handler,
        *,
        service: str | None = None,
        operation: str | None = None,
        presigned: bool = False,
        when: When | None = None,
    ) -> Callable[[], None]:
        """Return a function that ends the subscription of `handler` to the calls passing `stage`.

        With `presigned`, only to requests whose address carries their signature; with `when`, only to those of which
        it says so before they are read.

        Handlers run in the order of subscription. Before moto they may raise `Refused`; consequences follow only
        calls that succeeded; calls are recorded whatever came of them. An observer's calls have consequences,
        but nothing is asked about them before moto but the fence, and they are not recorded.
        """
        stage = _stage(stage)
        subscription = _Subscription(handler, service, operation, presigned, when)
        self._handle_with(stage, (*self._handlers[stage], subscription))
        return lambda: self._handle_with(stage, (one for one in self._handlers[stage] if one is not subscription))

    def judge(self, account: Account, service: str, checks: Mapping[str, Callable[[Account, Call], object]]) -> None:
        """Let each operation of a service be judged by its check, which is given the account and the call."""
        for operation, check in checks.items():
            self.subscribe(Stage.JUDGE, partial(check, account), service=service, operation=operation)

    def at_first(self, service: str, *operations: str, begin: Handler) -> None:
        """Hand the first call of these operations that succeeds to `begin`, and no other.

        What nobody uses then costs nothing, neither calls that are looked at nor modules that are loaded.
        """

        def heard(call: Call) -> None:
            for end in ends:
                end()
            begin(call)

        ends = [self.subscribe(Stage.CONSEQUENCES, heard, service=service, operation=name) for name in operations]

    @property
    def ended(self) -> bool:
        """Whether `close()` was called."""
        return self._ended

    def close(self) -> None:
        """Refuse every request from now on."""
        self._ended = True

    def handle(self, request: Any, caller: Caller = Caller.USER, known: tuple[str, str] | None = None) -> Answer:
        """Return the answer to `request`, a prepared request of botocore or of `requests`.

        `known` is (service, operation) where the sender can tell. Raises `SandboxEnded`, `OutsideSandbox` for a
        host that is not AWS's, or `NotSimulated`. A call happens whole or not at all, whenever it is interrupted.
        """
        if self._ended:
            raise SandboxEnded(f"this client belongs to a sandbox that has ended; it can no longer reach {request.url}")
        with interruption.held(interruption.CALL_SECONDS):
            answer = self._answer(request, caller, known)
        if caller is not Caller.OBSERVER:
            # What a call sets off, and takes no time, has happened when it returns.
            self._settle()
        return answer

    def _answer(self, request: Any, caller: Caller, known: tuple[str, str] | None) -> Answer:
        route = routing.route(request.url)
        with self._chance.drawing(*_key(request, caller)):
            normalized = routing.normalized(request)
            if protocols.has_unreadable_text(normalized):
                call = self._read(normalized, route, caller)
                return call.asked.refusal(UNREADABLE, UNREADABLE_REASON, HTTPStatus.BAD_REQUEST)
            if not self._concerns_anybody(normalized, route.service, caller, known):
                return undo.answer(route, normalized)
            return self._pass(self._read(normalized, route, caller), route)

    def _read(self, request: Any, route: routing.Route, caller: Caller) -> Call:
        access_key, region = protocols.credential(request, self._region)
        return Call(caller, access_key, region, protocols.read(request, route.service))

    def _handle_with(self, stage: Stage, subscriptions: Iterable[_Subscription]) -> None:
        self._handlers[stage] = tuple(subscriptions)
        self._named = {}

    def _subscribed(self, stage: Stage, service: str, operation: str | None) -> tuple[_Subscription, ...]:
        """The subscriptions to a stage that name the call, found once: there are a hundred, and few name it."""
        # Taken before the handlers are read: what others replace meanwhile is not kept as if it were new.
        named, asked = self._named, (stage, service, operation)
        if asked not in named:
            named[asked] = tuple(
                one
                for one in self._handlers[stage]
                if one.service in (None, service) and (one.operation in (None, operation) or operation == _ANY)
            )
        return named[asked]

    def _concerns_anybody(self, request: Any, moto_service: str, caller: Caller, known: tuple[str, str] | None) -> bool:
        """Return whether any handler may want the call: to read a request costs half as much as to answer it."""
        service, operation = known or (protocols.boto3_name(moto_service, request), _ANY)
        return any(
            each.concerns(caller, service, each.operation if operation == _ANY else operation, request)
            for stage in _STAGES_OF[caller]
            for each in self._subscribed(stage, service, operation)
        )

    def _pass(self, call: Call, route: routing.Route) -> Answer:
        refused = self._refusal(call)
        if refused is not None:
            call.response = call.asked.refusal(refused.code, refused.message, refused.status)
        else:
            call.response = undo.answer(route, call.request)
            if call.response.status < HTTPStatus.BAD_REQUEST:
                self._run(Stage.CONSEQUENCES, call)
        self._run(Stage.RECORD, call)
        return call.response

    def _refusal(self, call: Call) -> Refused | None:
        try:
            for stage in _BEFORE_MOTO:
                self._run(stage, call)
        except Refused as refused:
            return refused
        return None

    def _run(self, stage: Stage, call: Call) -> None:
        if stage not in _STAGES_OF[call.caller]:
            return
        for subscription in self._subscribed(stage, call.service, call.operation):
            if subscription.concerns(call.caller, call.service, call.operation, call.request):
                self._hand_over(stage, subscription.handler, call)

    def _hand_over(self, stage: Stage, handler: Handler, call: Call) -> None:
        """Call a handler; what interrupts it waits where the call has been answered, or is one step of several."""
        try:
            handler(call)
        except BaseException as error:
            is_one_of_several = interruption.depth() > 1 and call.caller is not Caller.USER
            goes_on = stage in (Stage.CONSEQUENCES, Stage.RECORD) or is_one_of_several
            if not (goes_on and interruption.is_interruption(error)):
                raise
            interruption.keep(error)


# Every account subscribes a hundred times when it starts.
_STAGES = {stage.value: stage for stage in Stage if stage is not Stage.MOTO}


def _stage(name: Stage | str) -> Stage:
    if name not in _STAGES:
        raise SandboxError(f"cannot subscribe to stage {str(name)!r}: choose one of {', '.join(_STAGES)}")
    return _STAGES[name]


# What a signature adds to an address: made of the real time and of keys, so no two runs agree on it.
_SIGNATURE = frozenset({"Signature", "Expires", "AWSAccessKeyId", "x-amz-security-token"})


def _is_presigned(request: Any) -> bool:
    return b"Signature=" in request.query_string


def _key(request: Any, caller: Caller) -> tuple[str | bytes, ...]:
    """Return what tells this request from others, the same in every run."""
    url = request.url
    if "Signature=" in url:
        parts = urlsplit(url)
        kept = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if name not in _SIGNATURE and not name.startswith("X-Amz-")
        ]
        url = parts._replace(query=urlencode(kept)).geturl()
    # An observer counts apart, so that reading more or less does not change what others are given.
    who = "observer" if caller is Caller.OBSERVER else ""
    return who, request.method, url, request.headers.get("X-Amz-Target", ""), _body(request)


def _body(request: Any) -> str | bytes:
    body = request.body
    if body is None or isinstance(body, str | bytes):
        return body or b""
    if isinstance(body, bytearray):
        return bytes(body)
    # A stream is for moto to read; the repetition count tells apart two of one length.
    return str(request.headers.get("X-Amz-Decoded-Content-Length") or request.headers.get("Content-Length", ""))
