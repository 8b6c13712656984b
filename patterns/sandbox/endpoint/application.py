"""From a request on the port to the gateway's answer, and back with addresses of this machine. Not the server itself.

https://docs.aws.amazon.com/general/latest/gr/rande.html
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from patterns.sandbox import preload
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, SandboxEnded, SandboxError
from patterns.sandbox.endpoint import addresses
from patterns.sandbox.endpoint.callers import Keys, as_inside, signed, verify
from patterns.sandbox.endpoint.received import Received, received
from patterns.sandbox.gateway import Caller
from patterns.sandbox.simulator.routing import Answer

STRANGER = "The sandbox answers on this machine alone, under localhost and 127.0.0.1, not under {!r}."
FOREIGN = "The sandbox does not answer pages of {!r}: a bucket's CORS configuration can let them in."
BROKEN = "The sandbox failed over this request, which says nothing about AWS: see its terminal."
_OURS = frozenset({"connection", "content-length", "date", "server", "transfer-encoding"})
"""Headers that the server writes."""

Page = Callable[[Received], "Answer | None"]
Start = Callable[[str, list[tuple[str, str]]], object]


@dataclass
class Application:
    """The WSGI application of one account. `names` are hosts that it answers to beside this machine's own."""

    account: Account
    keys: Keys = field(default_factory=Keys)
    names: Collection[str] = ()
    address: str = ""
    page: Page = lambda request: None
    before: Callable[[], object] = lambda: None
    """What happens first, while no other request is answered."""

    def __call__(self, environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        try:
            request = received(environ)
            answer = self._answer(request)
        except Refused as refused:
            method = str(environ.get("REQUEST_METHOD"))
            answer = _plain(refused, method)
        return _sent(answer, start)

    def _answer(self, request: Received) -> Answer:
        if not addresses.is_ours(request.host, self.names):
            raise Refused("InvalidHost", STRANGER.format(request.headers.get("host", "")), 403)
        with preload.LOADING:
            self.before()
            foreign = addresses.is_foreign(request.headers.get("origin", ""), self.names)
            shown = None if foreign else self.page(request)
            return shown if shown is not None else self._called(request)

    def _called(self, request: Received) -> Answer:
        """The gateway's answer; refusals, ours among them, in the protocol of the service."""
        given, unreadable = signed(request)
        there = addresses.addressed(request, given, self.account.region)
        asked = self._as_inside(request, there, given)
        gateway: Any = self.account.gateway
        try:
            self._refuse_foreign(request, there)
            if unreadable is not None:
                raise unreadable
            if given is not None:
                verify(self.account, self.keys, request, given)
            return self._local(gateway.handle(asked, Caller.USER), there)
        except Refused as error:
            refused = error
        except SandboxEnded:
            refused = Refused("ServiceUnavailable", "The sandbox has ended.", 503)
        except SandboxError as error:
            refused = Refused("NotImplemented", str(error), 501)
        except Exception as error:
            print(f"{request.method} {request.path}: {error!r}", file=sys.stderr)  # noqa: T201
            refused = Refused("InternalFailure", BROKEN, 500)
        return self._told(gateway, asked, refused)

    def _told(self, gateway: Any, asked: Any, refused: Refused) -> Answer:
        try:
            answer: Answer = gateway.refusal(asked, refused)
        except SandboxError:
            return _plain(refused, asked.method)
        return answer

    def _as_inside(self, request: Received, there: addresses.Addressed, given: Any) -> Any:
        from requests.structures import CaseInsensitiveDict

        headers: Any = CaseInsensitiveDict(request.headers)
        headers["host"] = there.host
        if "authorization" in headers:
            headers["authorization"] = as_inside(headers["authorization"], given)
        body = request.body
        if there.service == "sqs":
            body = body.replace(self.address.encode(), f"https://{there.host}".encode())
            headers["content-length"] = str(len(body))
        url = as_inside(there.url, given)
        return SimpleNamespace(method=request.method, url=url, headers=headers, body=body)

    def _refuse_foreign(self, request: Received, there: addresses.Addressed) -> None:
        """Refuse what a page of elsewhere sends, which any page can: but for buckets that let it in."""
        origin = request.headers.get("origin", "")
        if not addresses.is_foreign(origin, self.names):
            return
        if there.service != "s3" or not self._lets_in(there.target, origin, request):
            raise Refused("AccessDenied", FOREIGN.format(origin), 403)

    def _lets_in(self, target: str, origin: str, request: Received) -> bool:
        from fnmatch import fnmatchcase

        from botocore.exceptions import ClientError, ParamValidationError

        bucket = target.lstrip("/").partition("?")[0].partition("/")[0]
        method = request.headers.get("access-control-request-method") or request.method
        try:
            rules = self.account.observer("s3").get_bucket_cors(Bucket=bucket)["CORSRules"]
        except (ClientError, ParamValidationError):
            return False
        return any(
            method in rule["AllowedMethods"]
            and any(fnmatchcase(origin, allowed_origin) for allowed_origin in rule["AllowedOrigins"])
            for rule in rules
        )

    def _local(self, answer: Answer, there: addresses.Addressed) -> Answer:
        """The answer with addresses of queues that lead here."""
        if there.service != "sqs":
            return answer
        body, aws = answer.body, f"https://{there.host}"
        if isinstance(body, bytes):
            return answer._replace(body=body.replace(aws.encode(), self.address.encode()))
        return answer._replace(body=body.replace(aws, self.address))


def _plain(refused: Refused, method: str) -> Answer:
    """A refusal in the form of S3's errors, for a request of which no service is known."""
    from html import escape

    said = f"<Code>{escape(refused.code)}</Code><Message>{escape(refused.message)}</Message>"
    text = f"<?xml version='1.0'?><Error>{said}</Error>"
    return Answer(refused.status or 400, {"Content-Type": "application/xml"}, "" if method == "HEAD" else text)


def _sent(answer: Answer, start: Start) -> Iterable[bytes]:
    from http import HTTPStatus

    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    headers = [(str(name), str(value)) for name, value in answer.headers.items() if str(name).lower() not in _OURS]
    # An answer to HEAD says how long the object is, and has none.
    said = next((str(value) for name, value in answer.headers.items() if str(name).lower() == "content-length"), None)
    length = said if said is not None and not body else str(len(body))
    phrase = {int(HTTPStatu): HTTPStatu.phrase for HTTPStatu in HTTPStatus}.get(answer.status, "Unknown")
    if answer.status not in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        headers.append(("Content-Length", length))
    start(f"{answer.status} {phrase}", [(name, _one_line(value)) for name, value in headers])
    return [body]


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
