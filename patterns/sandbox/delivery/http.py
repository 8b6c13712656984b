"""A request over HTTP to what answers at an address of the account, and what comes back. Not AWS's own APIs.

Each service that has addresses answers in its `web.py`. Nothing leaves the process: an address that is nobody's here is
refused.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl, quote, urlsplit

from patterns.iam import Decision
from patterns.sandbox import services
from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import OutsideSandbox, SandboxError

SOURCE_IP = "192.0.2.1"
"""An address set aside for documentation, RFC 5737: where every request comes from."""
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")


class Signer(Protocol):
    """Who signed a request, as IAM knows him."""

    @property
    def arn(self) -> str:
        """The principal."""

    @property
    def access_key(self) -> str:
        """The key with which he signed."""

    @property
    def user_id(self) -> str:
        """His unique id."""

    def decide(self, action: str, resource: str, policy: Any = None) -> Decision:
        """What his policies, and that of the resource, say to an action."""


@dataclass(frozen=True)
class HttpRequest:
    """One request: `query` as it stands in the address, names of headers in small letters, None where nobody signed."""

    method: str
    host: str
    path: str = "/"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    signer: Signer | None = None
    scheme: str = "https"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The names and values of the query, in their order."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class HttpResponse:
    """What came back: `why` says in a sentence how it came about."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    why: str = ""

    def __repr__(self) -> str:
        return f"HttpResponse({self.status}, {self.text[:80]!r})"

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """What the body says in JSON. Raises `ValueError` for what is none."""
        return json.loads(self.body)


def said(status: int, message: str, why: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A response of a gateway's own: a message in JSON."""
    body = json.dumps({"message": message}, separators=(",", ":")).encode()
    return HttpResponse(status, {"content-type": "application/json", **(headers or {})}, body, why)


def request(
    method: str, url: str, headers: Mapping[str, str] | None = None, body: Any = None, signer: Signer | None = None
) -> HttpRequest:
    """The request as a client sends it. A body that is neither text nor bytes goes as JSON.

    Raises `SandboxError` for another method, and for what is not an address.
    """
    if not isinstance(method, str) or method.upper() not in METHODS:
        raise SandboxError(f"there is no HTTP method {method!r}: choose one of {', '.join(METHODS)}")
    parts = urlsplit(url) if isinstance(url, str) else None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise SandboxError(f"an address begins with https:// or http:// and a host, got {url!r}")
    given = {str(name).lower(): str(value) for name, value in arguments.mapping(headers or {}, "headers").items()}
    sent, kind = _sent(body)
    if kind:
        given.setdefault("content-type", kind)
    if sent:
        given.setdefault("content-length", str(len(sent)))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._{}")
    whole = {"host": parts.netloc, **given}
    return HttpRequest(method.upper(), parts.hostname, path, parts.query, whole, sent, signer, parts.scheme)


def _sent(body: Any) -> tuple[bytes, str]:
    """The bytes of a body, and what they are where the caller did not have to say it."""
    if body is None:
        return b"", ""
    if isinstance(body, bytes):
        return body, ""
    if isinstance(body, str):
        return arguments.text(body, "a body").encode(), ""
    try:
        return json.dumps(body).encode(), "application/json"
    except TypeError as error:
        raise SandboxError(f"a body is text, bytes, or what JSON can say, got {body!r}") from error


Answers = Callable[[Account, HttpRequest], HttpResponse | None]


def answered(account: Account, asked: HttpRequest) -> HttpResponse:
    """What the account answers. Raises `OutsideSandbox` for a host at which nothing of it does."""
    for module in services.having("web"):
        answer: HttpResponse | None = module.answer(account, asked)
        if answer is not None:
            return answer
    raise OutsideSandbox(
        f"{asked.host} is outside the sandbox: what answers are APIs, functions with a URL and load balancers of the "
        "account, by the names that their stacks and services tell"
    )


def sent(account: Account, asked: HttpRequest) -> HttpResponse:
    """As `answered`, for a client outside of AWS: what the request set off, and takes no time, has happened as well."""
    answer = answered(account, asked)
    account.clock.settle()
    return answer
