"""What `requests` sends: for AWS's hosts, as with presigned addresses, the account answers; this machine is reached.

Not other HTTP libraries: they reach this machine alone.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from patterns.sandbox.fence.addresses import is_this_machine
from patterns.sandbox.fence.answering import Now
from patterns.sandbox.fence.body import Body
from patterns.sandbox.fence.patching import Patches
from patterns.sandbox.simulator.routing import Answer


def replace(patches: Patches, now: Now) -> None:
    """Let the account that answers now answer what `requests` sends."""
    from requests.adapters import HTTPAdapter

    patches.replace(HTTPAdapter, "send", lambda original: _send(original, now))


def _send(original: Callable[..., Any], now: Now) -> Callable[..., Any]:
    def send(adapter: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
        if not is_this_machine(request.url):
            return _as_requests_response(adapter, request, now().gateway.handle(request))
        names = ("stream", "timeout", "verify", "cert", "proxies")
        # Without proxies: one of those would carry it out of this machine.
        return original(adapter, request, **{**dict(zip(names, args, strict=False)), **kwargs, "proxies": {}})

    return send


def _as_requests_response(adapter: Any, request: Any, answer: Answer) -> Any:
    from urllib3 import HTTPResponse

    raw = HTTPResponse(
        body=Body.of(answer),
        headers={name: str(value) for name, value in answer.headers.items()},
        status=answer.status,
        reason=HTTPStatus(answer.status).phrase,
        preload_content=False,
        decode_content=False,
    )
    return adapter.build_response(request, raw)
