"""Keeps every request of the process inside while a sandbox lives, and the user's own account out of it.

botocore's and `requests`' own sending is replaced, as is the search for credentials. Not covered: other HTTP
libraries, and sockets a cell opens itself.
"""

from __future__ import annotations

import copy
import io
import ipaddress
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from patterns.sandbox.core.chance import Chance
from patterns.sandbox.core.clock import Clock
from patterns.sandbox.core.errors import OutsideSandbox, SandboxEnded
from patterns.sandbox.core.processes import Processes
from patterns.sandbox.gateway import Caller, Gateway
from patterns.sandbox.simulator.routing import Answer

# The key pair of AWS's own documentation: twenty capitals, as services expect, and nobody's.
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

_PREFIXES = ("AWS_", "BOTO_", "MOTO_", "TEST_SERVER_MODE", "TEST_PROXY_MODE")
_NAMES = frozenset({"INITIAL_NO_AUTH_ACTION_COUNT", "S3_IGNORE_SUBDOMAIN_BUCKETNAME", "SF_EXECUTION_HISTORY_TYPE"})


@contextmanager
def clean_environment(region: str = "us-east-1") -> Iterator[None]:
    """Hide what AWS's libraries and moto read from the environment, and put it back exactly."""
    kept = {name: value for name, value in os.environ.items() if _is_ours(name)}
    _clear_environment()
    os.environ.update(
        AWS_ACCESS_KEY_ID=ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY=SECRET_KEY,
        AWS_DEFAULT_REGION=region,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        # For sessions made before, which remember the user's configuration file.
        AWS_IGNORE_CONFIGURED_ENDPOINT_URLS="true",
    )
    try:
        yield
    finally:
        _clear_environment()
        os.environ.update(kept)


def _is_ours(name: str) -> bool:
    return name.startswith(_PREFIXES) or name in _NAMES


def _clear_environment() -> None:
    for name in [name for name in os.environ if _is_ours(name)]:
        del os.environ[name]


@contextmanager
def standing(gateway: Gateway, clock: Clock, chance: Chance, processes: Processes) -> Iterator[None]:
    """Lead every request of the process to `gateway` for the block.

    Clients born in the block stay bound to that gateway for ever; those born before are refused within it, because
    they may carry real credentials.
    """
    with ExitStack() as originals:
        for owner, name, replacement in _replacements(gateway, clock, chance, processes):
            originals.callback(setattr, owner, name, vars(owner)[name])
            setattr(owner, name, replacement)
        yield


def _replacements(gateway: Gateway, clock: Clock, chance: Chance, processes: Processes) -> list[tuple[Any, str, Any]]:
    import boto3
    import botocore.auth
    import botocore.endpoint
    import botocore.retries.standard
    import botocore.retryhandler
    import botocore.signers
    from botocore.client import BaseClient
    from botocore.credentials import CredentialResolver
    from botocore.httpsession import URLLib3Session
    from botocore.tokens import TokenProviderChain
    from requests.adapters import HTTPAdapter

    client: Any = BaseClient
    credentials = _credentials(gateway)
    signing_time = _signing_time(clock)
    return [
        (boto3, "DEFAULT_SESSION", None),
        (botocore.auth, "get_current_datetime", signing_time),
        (botocore.auth, "time", _signing_clock(clock)),
        # A retry waits on the account's clock, by chance that repeats.
        (botocore.endpoint, "time", SimpleNamespace(sleep=processes.wait)),
        (botocore.retryhandler, "random", _Drawn(chance)),
        (botocore.retries.standard, "random", _Drawn(chance)),
        (botocore.signers, "get_current_datetime", signing_time),
        (CredentialResolver, "load_credentials", lambda resolver: credentials),
        (TokenProviderChain, "load_token", lambda chain, **_: None),
        (URLLib3Session, "__init__", _born_inside(URLLib3Session.__init__, Door(gateway, Caller.USER))),
        (URLLib3Session, "send", _refuse_stranger),
        (client, "_make_api_call", _make_api_call(client._make_api_call, chance)),
        (HTTPAdapter, "send", _send_of_requests(HTTPAdapter.send, gateway)),
    ]


def _credentials(gateway: Gateway) -> Any:
    from botocore.credentials import Credentials

    class SandboxCredentials(Credentials):
        """What every session finds in the sandbox; after its end they sign nothing any more."""

        def get_frozen_credentials(self) -> Any:
            if gateway.ended:
                raise SandboxEnded("this boto3 session belongs to a sandbox that has ended: make a new session")
            return super().get_frozen_credentials()

    return SandboxCredentials(ACCESS_KEY, SECRET_KEY, method="sandbox")


def _signing_time(clock: Clock) -> Callable[..., datetime]:
    """Presigned addresses are printed on pages, so they follow the account's time."""

    def get_current_datetime(remove_tzinfo: bool = True) -> datetime:
        return clock.now.replace(tzinfo=None) if remove_tzinfo else clock.now

    return get_current_datetime


def _signing_clock(clock: Clock) -> SimpleNamespace:
    def gmtime(seconds: float | None = None) -> time.struct_time:
        return time.gmtime(clock.time() if seconds is None else seconds)

    return SimpleNamespace(time=clock.time, gmtime=gmtime, strftime=time.strftime)


class _Drawn:
    """`random`, as far as botocore's retries use it."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def random(self) -> float:
        """Return a number from 0 to 1."""
        return self._chance.generator("retry").random()


# The call of boto3 a request is made for, so that the gateway need not find it out again.
_calling: ContextVar[tuple[str, str] | None] = ContextVar("calling", default=None)


class Door:
    """What a client born inside sends its requests through, for as long as the client exists."""

    def __init__(self, gateway: Gateway, caller: Caller, authorization: str | None = None) -> None:
        self._gateway = gateway
        self._caller = caller
        self._authorization = authorization

    def __call__(self, request: Any) -> Any:
        """Return the gateway's answer as botocore's own response."""
        from botocore.awsrequest import AWSResponse

        if self._authorization:
            request.headers["Authorization"] = self._authorization
        answer = self._gateway.handle(request, self._caller, _calling.get())
        headers: Any = answer.headers
        return AWSResponse(request.url, answer.status, headers, _Body.of(answer))


def let_through(model: Any, gateway: Gateway, caller: Caller) -> Any:
    """A client like `model`, which does not sign, with a door and a standing of its own at the gateway.

    To build one anew takes botocore as long as ten calls; all but the door is the same for every sandbox.
    """
    client = object.__new__(type(model))
    vars(client).update(vars(model))
    # Without any credential S3 would take it for an anonymous visitor.
    scope = f"20260101/{client.meta.region_name}/{client.meta.service_model.signing_name}/aws4_request"
    authorization = f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders=host, Signature=none"
    client._endpoint = copy.copy(model._endpoint)
    door = Door(gateway, caller, authorization)
    client._endpoint.http_session = SimpleNamespace(send=door, close=lambda: None)
    return client


def shut(client: Any) -> Any:
    """The client, which is from now on a model for others and sends nothing itself."""
    client._endpoint.http_session.send = partial(_refuse_stranger, None)
    return client


class _Body(io.BytesIO):
    """A response body as urllib3 gives it."""

    @classmethod
    def of(cls, answer: Answer) -> _Body:
        return cls(answer.body.encode() if isinstance(answer.body, str) else answer.body)

    def stream(self, amt: int | None = None, decode_content: bool | None = None) -> Iterator[bytes]:
        while chunk := self.read(amt):
            yield chunk


def _born_inside(original: Callable[..., None], door: Door) -> Callable[..., None]:
    def __init__(session: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807
        original(session, *args, **kwargs)
        # On the instance, so that it outlives the patch of the class.
        session.send = door

    return __init__


def _make_api_call(original: Callable[..., Any], chance: Chance) -> Callable[..., Any]:
    def _make_api_call(client: Any, operation: str, params: dict[str, Any]) -> Any:
        service_model = client.meta.service_model
        service = service_model.service_name
        if "send" not in vars(client._endpoint.http_session):
            # Refused before it signs: signing may read a file or start a program to renew credentials.
            raise _stranger(f"this {service} client")
        for name in service_model.operation_model(operation).idempotent_members:
            if name not in params:
                params = {**params, name: chance.client_token(service, operation, params)}
        token = _calling.set((service, operation))
        try:
            return original(client, operation, params)
        finally:
            _calling.reset(token)

    return _make_api_call


def _send_of_requests(original: Callable[..., Any], gateway: Gateway) -> Callable[..., Any]:
    def send(adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_loopback(request.url):
            return _as_requests_response(adapter, request, gateway.handle(request))
        names = ("stream", "timeout", "verify", "cert", "proxies")
        # Without proxies: one of those would carry it out of this machine.
        return original(adapter, request, **{**dict(zip(names, args, strict=False)), **kwargs, "proxies": {}})

    return send


def _as_requests_response(adapter: Any, request: Any, answer: Answer) -> Any:
    from urllib3 import HTTPResponse

    raw = HTTPResponse(
        body=_Body.of(answer),
        headers={name: str(value) for name, value in answer.headers.items()},
        status=answer.status,
        reason=HTTPStatus(answer.status).phrase,
        preload_content=False,
        decode_content=False,
    )
    return adapter.build_response(request, raw)


def is_loopback(url: str) -> bool:
    """Return whether `url` stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _refuse_stranger(session: Any, request: Any) -> Any:
    raise _stranger(f"a client that asks for {urlsplit(request.url).hostname}")


def _stranger(who: str) -> OutsideSandbox:
    return OutsideSandbox(
        f"{who} was made before the sandbox started and may carry real credentials: "
        "use aws.client(...) of the sandbox, or make the client after the sandbox has started"
    )
