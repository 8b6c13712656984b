"""Something tried out in a copy of the whole account, of which nothing stays.

Function processes cannot be shared, so the copy starts its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.copies import SECONDS, in_a_copy
from patterns.sandbox.core.errors import SandboxError

T = TypeVar("T")


def rehearsed(account: Account, action: Callable[[], T], *, seconds: float = SECONDS) -> T:
    """What the action gives in a copy of the account; the account itself stays as it is.

    Raises `SandboxError` where something of the account is under way, which a copy would leave half done, and as
    `in_a_copy` does.
    """
    if under_way := account.processes.under_way:
        raise SandboxError(f"{under_way[0]} is still running: let it end first, with aws.clock.advance(...)")
    return in_a_copy(action, entering=account.in_copies, seconds=seconds)
