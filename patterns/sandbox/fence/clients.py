"""Clients of botocore and boto3: how their calls reach the account. Not where their credentials come from."""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from patterns.sandbox.core.errors import OutsideSandbox
from patterns.sandbox.fence.addresses import is_this_machine, other_client, outside
from patterns.sandbox.fence.answering import Now
from patterns.sandbox.fence.body import Body
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.fence.patching import Patches, is_awaited
from patterns.sandbox.gateway import Caller, Gateway
from patterns.sandbox.simulator.time_and_chance import shared_session

_Function = Callable[..., Any]


def replace(patches: Patches, now: Now) -> None:
    """Bind clients that are made from now on to the account that answers, and refuse those made before."""
    import boto3
    import botocore.auth
    import botocore.endpoint
    import botocore.retries.standard
    import botocore.retryhandler
    import botocore.signers
    from botocore.client import BaseClient, ClientCreator
    from botocore.configprovider import ConfiguredEndpointProvider
    from botocore.httpsession import URLLib3Session

    patches.put(boto3, "DEFAULT_SESSION", None, whatever_stands=True)
    for module in (botocore.auth, botocore.signers):
        patches.replace(module, "get_current_datetime", lambda original: _signing_time(now))
    patches.put(botocore.auth, "time", _signing_clock(now))
    # A retry waits on the account's clock, by chance that repeats.
    patches.put(botocore.endpoint, "time", SimpleNamespace(sleep=lambda seconds: now().processes.wait(seconds)))
    for drawing in (botocore.retryhandler, botocore.retries.standard):
        patches.put(drawing, "random", _Drawn(now))
    directly = URLLib3Session.send
    patches.replace(URLLib3Session, "__init__", lambda original: _born_inside(original, now, directly))
    patches.replace(URLLib3Session, "send", lambda original: _refuse_stranger)
    # What the environment says of endpoints is for programs that are started: clients in here need none.
    patches.replace(ConfiguredEndpointProvider, "provide", lambda original: lambda provider: None)
    patches.replace(ClientCreator, "_create_client_class", _keeping_classes)
    patches.replace(BaseClient, "__init__", _sending_through_botocore)
    patches.replace(BaseClient, "_make_api_call", lambda original: _make_api_call(original, now))
    _do_without_crt(patches)


_classes: dict[str, type] = {}


def _keeping_classes(original: _Function) -> _Function:
    """Make the class of a service's clients once in a process, not for each client: EC2's has 830 methods.

    Only for speed, and only for the session that sandboxes share: others may be told to make their classes otherwise.
    """

    def create_client_class(creator: Any, service_name: str, service_model: Any) -> type:
        if creator._event_emitter is not shared_session()._session.get_component("event_emitter"):
            made: type = original(creator, service_name, service_model)
            return made
        if service_name not in _classes:
            _classes[service_name] = original(creator, service_name, service_model)
        return _classes[service_name]

    return create_client_class


def forget_default_session() -> None:
    """Let `boto3.client` make a new session: the one it keeps has the credentials of an account before."""
    import boto3

    boto3.DEFAULT_SESSION = None


def _signing_time(now: Now) -> Callable[..., datetime]:
    """Presigned addresses are printed on pages, so they follow the account's time."""

    def get_current_datetime(remove_tzinfo: bool = True) -> datetime:
        moment = now().clock.now
        return moment.replace(tzinfo=None) if remove_tzinfo else moment

    return get_current_datetime


def _signing_clock(now: Now) -> SimpleNamespace:
    def gmtime(seconds: float | None = None) -> time.struct_time:
        return time.gmtime(now().clock.time() if seconds is None else seconds)

    return SimpleNamespace(time=lambda: now().clock.time(), gmtime=gmtime, strftime=time.strftime)


def _do_without_crt(patches: Patches) -> None:
    """Let boto3 transfer files without awscrt, whose C code opens connections that Python does not see."""
    if "awscrt.io" in sys.modules or "boto3.s3.transfer" in sys.modules:
        from boto3.s3 import transfer

        patches.replace(transfer, "_should_use_crt", _not_crt)
    if "awscrt.io" in sys.modules:  # botocore loads it where it is installed
        for name in ("__init__", "get_or_create_static_default"):
            patches.replace(sys.modules["awscrt.io"].ClientBootstrap, name, lambda original: _refuse_connections)


def _not_crt(original: _Function) -> _Function:
    def _should_use_crt(config: Any) -> bool:
        original(config)  # raises what boto3 raises where awscrt is not installed
        return False

    return _should_use_crt


def _refuse_connections(*_: Any) -> None:
    raise outside("what awscrt connects to")


class _Drawn:
    """`random`, as far as botocore's retries use it."""

    def __init__(self, now: Now) -> None:
        self._now = now

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return self._now().chance.generator("retry").random()


# The call of boto3 a request is made for, so that the gateway need not find it out again.
_calling: ContextVar[tuple[str, str] | None] = ContextVar("calling", default=None)


class Door:
    """What a client born inside sends its requests through, for as long as the client exists."""

    def __init__(
        self,
        gateway: Gateway,
        caller: Caller,
        authorization: str | None = None,
        to_this_machine: Callable[[Any], Any] | None = None,
    ) -> None:
        self._gateway = gateway
        self._caller = caller
        self._authorization = authorization
        self._to_this_machine = to_this_machine

    def __call__(self, request: Any) -> Any:
        """Return the gateway's answer as botocore's own response."""
        from botocore.awsrequest import AWSResponse

        if self._to_this_machine is not None and self._gateway.addresses and self._is_own(request.url):
            # The account's own endpoint, which somebody has named to this client.
            return self._to_this_machine(request)
        if self._authorization:
            request.headers["Authorization"] = self._authorization
        answer = self._gateway.handle(request, self._caller, _calling.get())
        headers: Any = answer.headers
        return AWSResponse(request.url, answer.status, headers, Body.of(answer))

    def _is_own(self, url: str) -> bool:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" in self._gateway.addresses


def let_through(model: Any, gateway: Gateway, caller: Caller) -> Any:
    """A client like `model`, which does not sign, with a door and a standing of its own at the gateway.

    To build one anew takes botocore as long as ten calls; all but the door is the same for every sandbox.
    """
    client = object.__new__(type(model))
    vars(client).update(vars(model))
    # Without any credential S3 would take it for an anonymous visitor.
    # The region that it would sign for: what botocore calls the region of a global service ("aws-global") is none.
    scope = f"20260101/{client._request_signer.region_name}/{client.meta.service_model.signing_name}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders=host, Signature=none"
    client._endpoint = copy.copy(model._endpoint)
    door = Door(gateway, caller, authorization)
    client._endpoint.http_session = SimpleNamespace(send=door, close=lambda: None)
    return client


def shut(client: Any) -> Any:
    """The client, which is from now on a model for others and sends nothing itself."""
    client._endpoint.http_session.send = partial(_refuse_stranger, None)
    return client


def _born_inside(original: _Function, now: Now, directly: _Function) -> _Function:
    def __init__(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(session, *args, **kwargs)
        # On the instance, so that it outlives the patch of the class.
        session.send = Door(now().gateway, Caller.USER, to_this_machine=partial(directly, session))

    return __init__


def _sending_through_botocore(original: _Function) -> _Function:
    def __init__(client: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(client, *args, **kwargs)
        call = type(client)._make_api_call
        if is_awaited(call) and not is_this_machine(client.meta.endpoint_url):
            # Said at once: its HTTP client would wrap what the socket says, and s3fs would try again and again.
            raise other_client(call.__module__)

    return __init__


def _make_api_call(original: _Function, now: Now) -> _Function:
    def _make_api_call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        service_model = client.meta.service_model
        service = service_model.service_name
        if "send" not in vars(client._endpoint.http_session):
            # Refused before it signs: signing may read a file or start a program to renew credentials.
            raise _stranger(f"this {service} client")
        for name in service_model.operation_model(operation).idempotent_members:
            if name not in params:
                params = {**params, name: now().chance.client_token(service, operation, params)}
        token = _calling.set((service, operation))
        try:
            return original(client, operation, params)
        finally:
            _calling.reset(token)

    return _make_api_call


def _refuse_stranger(session: Any, request: Any) -> Any:
    raise _stranger(f"a client that asks for {urlsplit(request.url).hostname}")


def _stranger(who: str) -> OutsideSandbox:
    return OutsideSandbox(
        f"{who} was made before the sandbox started and may carry real credentials: "
        "use aws.client(...) of the sandbox, or make the client after the sandbox has started"
    )
