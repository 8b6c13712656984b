"""The page at the root of an endpoint: what is deployed, the last calls, and the clock. Not the workbench.

What it shows comes from anybody who can call, so everything is escaped, no script runs, and a button is only obeyed
with the token that this page gave it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from typing import Protocol
from urllib.parse import parse_qs

from patterns.sandbox.core.account import Account
from patterns.sandbox.endpoint.received import Received
from patterns.sandbox.simulator.routing import Answer

ADVANCE = "/_patterns/advance"
"""No bucket is called so: names of buckets have no underscore."""
STEPS = (("1 minute", 60), ("1 hour", 3600), ("1 day", 86_400), ("30 days", 30 * 86_400))
MOST_SHOWN = 50
HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
_LOOK = """
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#5b6570;--card:#fff;--page:#f5f6f8;--line:#d9dde3;--accent:#2563a8;
--good:#1a7f4b;--bad:#b3261e}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#9aa5b1;--card:#16191d;--page:#1f2328;--line:#353b43;
--accent:#7fb2e8;--good:#5fd08f;--bad:#ff8f87}}
body{margin:24px auto;max-width:1000px;padding:0 16px;background:var(--page);color:var(--ink);
font:13px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
section{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:12px 16px;margin:0 0 16px}
h1{font-size:17px;margin:0 0 12px}h2{font-size:13px;margin:0 0 8px}table{border-collapse:collapse;width:100%}
th{text-align:left;color:var(--soft);font-size:11.5px}td,th{padding:4px 8px 4px 0;border-bottom:1px solid var(--line);
vertical-align:top;overflow-wrap:anywhere}form{display:inline}button{border:1px solid var(--accent);background:none;
color:var(--accent);border-radius:5px;padding:2px 10px;font:inherit;cursor:pointer}.good{color:var(--good)}
.bad{color:var(--bad)}.soft{color:var(--soft)}
.time{white-space:nowrap}code{font:12px ui-monospace,Menlo,Consolas,monospace}
pre{font:11.5px ui-monospace,Menlo,monospace;white-space:pre-wrap;margin:4px 0}
"""


class Made(Protocol):
    """A call as the page shows it."""

    @property
    def at(self) -> datetime:
        """When it came."""

    @property
    def principal(self) -> str:
        """Who called."""

    @property
    def service(self) -> str:
        """Whom."""

    @property
    def operation(self) -> str:
        """For what."""

    @property
    def region(self) -> str:
        """In which region."""

    @property
    def code(self) -> str:
        """The error, empty where there was none."""

    @property
    def why(self) -> str:
        """What stands behind the error."""


class Watched(Protocol):
    """What knows the latest calls."""

    @property
    def made(self) -> Sequence[Made]:
        """The calls, oldest first."""


class Page:
    """The page of one endpoint."""

    def __init__(self, account: Account, calls: Watched | None) -> None:
        self._account = account
        self._calls = calls
        self._token = secrets.token_urlsafe(16)

    def __call__(self, request: Received) -> Answer | None:
        """The page, or what came of a button; None for a request that is a service's."""
        if request.target.startswith(ADVANCE):
            return self._advanced(request)
        wants_page = "text/html" in request.headers.get("accept", "")
        if request.method != "GET" or request.target != "/" or not wants_page or "authorization" in request.headers:
            return None
        return Answer(200, HEADERS, self._html())

    def _advanced(self, request: Received) -> Answer:
        given = {name: values[0] for name, values in parse_qs(request.body.decode(errors="replace")).items()}
        is_ours = hmac.compare_digest(given.get("token", "").encode(), self._token.encode())
        allowed = {str(seconds) for _, seconds in STEPS}
        if request.method != "POST" or not is_ours or given.get("seconds") not in allowed:
            return Answer(403, HEADERS, "<!doctype html><p>This button is of another page: open the page again.")
        self._account.clock.advance(seconds=int(given["seconds"]))
        return Answer(303, {**HEADERS, "Location": "/"}, "")

    def _html(self) -> str:
        account = self._account
        number, where = escape(account.account_id), escape(account.region)
        return (
            '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f"<title>Account {number}</title><style>{_LOOK}</style>"
            f"<h1>Account {number} <span class='soft'>{where}, simulated</span></h1>"
            f"{self._clock()}{self._stacks()}{self._latest()}</html>"
        )

    def _clock(self) -> str:
        hidden = f'<input type="hidden" name="token" value="{escape(self._token)}">'
        buttons = " ".join(
            f'<form method="post" action="{ADVANCE}">{hidden}<button name="seconds" value="{seconds}">'
            f"+ {words}</button></form>"
            for words, seconds in STEPS
        )
        now = f"{self._account.clock.now:%-d %B %Y, %H:%M:%S}"
        return f"<section><h2>Clock</h2>It is <b>{now}</b> UTC in the account. Let pass: {buttons}</section>"

    def _stacks(self) -> str:
        rows = [
            f"<tr><td>{escape(stack.name)}<td>{_status(stack.status)}<td>{len(stack)} {_resources(stack)}"
            for stack in self._account.stacks
        ]
        return _table("Deployed", ("stack", "status", "resources"), rows, "No stack is deployed.")

    def _latest(self) -> str:
        made = self._calls.made[-MOST_SHOWN:] if self._calls is not None else []
        rows = [_row(call) for call in reversed(made)]
        return _table("Last calls", ("time", "who", "what", "answer"), rows, "Nobody has called yet.")


def _row(call: Made) -> str:
    answer = f"<b class='bad'>✗ {escape(call.code)}</b><pre>{escape(call.why)}</pre>" if call.code else ""
    return (
        f"<tr><td class=time>{call.at:%H:%M:%S}<td>{escape(call.principal)}<td><code>{escape(call.service)}:"
        f"{escape(call.operation)}</code> <span class='soft'>{escape(call.region)}</span>"
        f"<td>{answer or '<span class=good>✓ answered</span>'}"
    )


def _status(status: str) -> str:
    is_bad = "FAILED" in status or "ROLLBACK" in status
    sign = "▲" if is_bad else "…" if status.endswith("IN_PROGRESS") else "✓"
    return f"<span class='{'bad' if is_bad else 'good'}'>{sign} {escape(status)}</span>"


def _resources(stack: Iterable[str]) -> str:
    return f"<span class='soft'>{escape(', '.join(stack))}</span>"


def _table(title: str, heads: Iterable[str], rows: list[str], nothing: str) -> str:
    head = "".join(f"<th scope='col'>{escape(one)}" for one in heads)
    body = f"<table><tr>{head}{''.join(rows)}</table>" if rows else f"<p class='soft'>{escape(nothing)}</p>"
    return f"<section><h2>{escape(title)}</h2>{body}</section>"
