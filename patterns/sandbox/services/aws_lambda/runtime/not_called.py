"""Calls of functions that come to no invocation: throttled, stopped as a loop, or beyond what the sandbox can hold."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone

ACCOUNT_CONCURRENCY = 1000
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

MOST_ROUNDS = 16
"""How often Lambda lets a function be called in one chain of requests: "approximately 16 times"."""

MOST_AT_ONE_MOMENT = 100
"""Calls that follow from one another while the account's time stands still; AWS has no such limit."""

MOST_DEPTH = 32
"""Functions that wait for one another, each a process; AWS's limit is the account's concurrency."""

PAUSE_SECONDS = 60


class NotCalled(Exception):
    """A call that comes to no invocation: its code, message and status, as the API answers."""

    code: str
    message: str
    status = 400


class Throttled(NotCalled):
    """The function, or the account, already runs as much as it may."""

    code = "TooManyRequestsException"
    message = "Rate Exceeded."
    status = 429


class Recursive(NotCalled):
    """The function has been called over and over by what it did itself.

    https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
    """

    code = "RecursiveInvocationException"
    message = (
        "Lambda has detected your function being invoked in a recursive loop with other Amazon Web Services resources "
        "and stopped your function's invocation."
    )


class TooDeep(NotCalled):
    """More functions wait for one another than the sandbox has processes for; AWS has no such answer."""

    code = "NotSimulated"
    message = (
        f"{MOST_DEPTH} functions wait for one another, each in a process of its own: the sandbox stops here, AWS would "
        f"go on up to {ACCOUNT_CONCURRENCY:,}."
    )


def slowed(account: Account, kind: str, name: str) -> None:
    """Let a minute pass for a loop that AWS would not stop, so that the account's time can go on beside it."""
    account.timeline.note(kind, name, "slowed down", "a loop: AWS would go on at full speed", Tone.BAD)
    account.processes.wait(PAUSE_SECONDS)
