"""The one way of a request: fence, fault, authorise, form, judge, moto, consequences, record.

It knows no service and no policy; who wants to refuse, follow up or record a call subscribes.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from patterns.sandbox.core import interruption
from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.errors import Refused, SandboxEnded
from patterns.sandbox.gateway.calls import Call, Caller, Handler, Stage
from patterns.sandbox.gateway.subscriptions import ANY, Listening, Responder, Service, Subscriptions
from patterns.sandbox.simulator import breakdowns, protocols, routing
from patterns.sandbox.simulator.routing import Answer

UNREADABLE, UNREADABLE_REASON = "InvalidParameterValue", "A value holds a control character, which XML cannot carry."
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""

UNKNOWN_ACTION = "InvalidAction"
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html"""

_BEFORE_MOTO = (Stage.FENCE, Stage.FAULT, Stage.AUTHORISE, Stage.FORM, Stage.JUDGE)
_STAGES_OF = {
    Caller.USER: frozenset(Stage),
    Caller.ADMINISTRATOR: frozenset(Stage),
    Caller.SERVICE: frozenset(Stage),
    Caller.OBSERVER: frozenset({Stage.FENCE, Stage.MOTO, Stage.CONSEQUENCES}),
}


class Gateway(Listening):
    """The pipeline of one sandbox; safe to enter from several threads at once."""

    def __init__(
        self,
        chance: Chance,
        *,
        region: str,
        settle: Callable[[], object] = lambda: None,
        enter: Callable[[str], object] = lambda region: None,
    ) -> None:
        self._chance = chance
        self._settle = settle
        self._enter = enter
        self._region = region
        self._ended = False
        super().__init__(Subscriptions())
        self._hosts: dict[str, Responder] = {}
        self._own: dict[str, Service] = {}
        self._addresses: set[str] = set()

    def __repr__(self) -> str:
        return f"Gateway({len(self._subscriptions)} handlers{', ended' if self._ended else ''})"

    def at_host(self, host: str, answer: Responder) -> None:
        """As `Listening.at_host`."""
        self._hosts[host] = answer

    def answer_for(self, service: str, answer: Service) -> None:
        """As `Listening.answer_for`."""
        self._own[service] = answer

    def of_region(self, region: str) -> RegionalGateway:
        """Where what happens in one region subscribes."""
        return RegionalGateway(self, self._subscriptions, region)

    @property
    def addresses(self) -> set[str]:
        """As `Listening.addresses`."""
        return self._addresses

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

    def refusal(self, request: Any, refused: Refused) -> Answer:
        """A refusal of a request in the protocol of the service it is for; nobody hears of it.

        Raises `SandboxError` for a host that no service has.
        """
        host = urlsplit(request.url).hostname or ""
        name = host.partition(".")[0]
        route = routing.own(name) if name in self._own else routing.route(request.url)
        asked = protocols.read(routing.normalized(request), route.service)
        return asked.refusal(refused.code, refused.message, refused.status)

    def _answer(self, request: Any, caller: Caller, known: tuple[str, str] | None) -> Answer:
        host = urlsplit(request.url).hostname or ""
        if host in self._hosts:
            status, text = self._hosts[host](request.method, request.url, _bytes(request.body))
            return Answer(status, {}, text)
        name = host.partition(".")[0]
        own = self._own.get(name) if routing.is_of_aws(host) else None
        # Moto's own module of the service is never loaded: it would take longer than all else.
        route = routing.own(name) if own else routing.route(request.url)
        with self._chance.drawing(*_key(request, caller)):
            normalized = routing.normalized(request)
            access_key, region = protocols.credential(normalized, self._region)
            self._enter(region)
            if protocols.has_unreadable_text(normalized):
                asked = protocols.read(normalized, route.service)
                return asked.refusal(UNREADABLE, UNREADABLE_REASON, HTTPStatus.BAD_REQUEST)
            if own is None and not self._concerns_anybody(normalized, route.service, caller, known):
                return breakdowns.answer(route, normalized)
            asked = protocols.read(normalized, route.service)
            return self._pass(Call(caller, access_key, region, asked), route, own)

    def _concerns_anybody(self, request: Any, moto_service: str, caller: Caller, known: tuple[str, str] | None) -> bool:
        """Return whether any handler may want the call: to read a request costs half as much as to answer it."""
        service, operation = known or (protocols.boto3_name(moto_service, request), ANY)
        return any(
            each.concerns(caller, service, each.operation if operation == ANY else operation, request)
            for stage in _STAGES_OF[caller]
            for each in self._subscriptions.naming(stage, service, operation)
        )

    def _pass(self, call: Call, route: routing.Route, own: Service | None) -> Answer:
        refused = self._refusal(call)
        if refused is not None:
            call.response = call.asked.refusal(refused.code, refused.message, refused.status)
        else:
            call.response = breakdowns.answer(route, call.request) if own is None else _answered(own, call)
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
        for subscription in self._subscriptions.naming(stage, call.service, call.operation):
            is_here = subscription.region in (None, call.region)
            if is_here and subscription.concerns(call.caller, call.service, call.operation, call.request):
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


class RegionalGateway(Listening):
    """The pipeline as one region sees it: its handlers hear of that region's calls alone."""

    def __init__(self, gateway: Gateway, subscriptions: Subscriptions, region: str) -> None:
        super().__init__(subscriptions, region)
        self._gateway = gateway
        self._region = region

    def __repr__(self) -> str:
        return f"{self._gateway!r} of {self._region}"

    @property
    def addresses(self) -> set[str]:
        """As `Gateway.addresses`."""
        return self._gateway.addresses

    @property
    def ended(self) -> bool:
        """Whether the account has ended."""
        return self._gateway.ended

    def at_host(self, host: str, answer: Responder) -> None:
        """As `Listening.at_host`."""
        self._gateway.at_host(host, answer)

    def answer_for(self, service: str, answer: Service) -> None:
        """As `Gateway.answer_for`; a service answers for all regions alike."""
        self._gateway.answer_for(service, answer)

    def handle(self, request: Any, caller: Caller = Caller.USER, known: tuple[str, str] | None = None) -> Answer:
        """As `Gateway.handle`."""
        return self._gateway.handle(request, caller, known)


def _answered(own: Service, call: Call) -> Answer:
    if call.operation is None:
        return call.asked.refusal(UNKNOWN_ACTION, "The action is not one of the service's.", HTTPStatus.BAD_REQUEST)
    try:
        return call.asked.answer(own(call))
    except Refused as refused:
        return call.asked.refusal(refused.code, refused.message, refused.status)


# What a signature adds to an address: made of the real time and of keys, so no two runs agree on it.
_SIGNATURE = frozenset({"Signature", "Expires", "AWSAccessKeyId", "x-amz-security-token"})


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


def _bytes(body: Any) -> bytes:
    given = body.read() if hasattr(body, "read") else body or b""
    return given.encode() if isinstance(given, str) else bytes(given)
