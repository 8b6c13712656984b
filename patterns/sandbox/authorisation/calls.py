"""Who called what, while somebody watches: allowed, or refused and why. Not the deciding, nor what services do.

To read every call takes time, so that nobody watches unless an endpoint, or a reader, begins to.
"""

from __future__ import annotations

import re
import weakref
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import ClassVar

from patterns.iam.request import ANONYMOUS
from patterns.sandbox.authorisation.authoriser import Authoriser
from patterns.sandbox.core.account import Account
from patterns.sandbox.fence.environment import ACCESS_KEY
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.services.iam.patches import identities

MOST_KEPT = 500
"""How many calls are kept; the oldest go first."""
_SAID = re.compile(r'(?:<Message>|"[mM]essage"\s*:\s*")(?P<said>[^<"]*)')
_CODE = re.compile(r'(?:<Code>|"__type"\s*:\s*"(?:[^"#]*#)?)(?P<code>[^<"]*)')


@dataclass(frozen=True)
class MadeCall:
    """One call of a user, a role or a program: `code` and `why` are empty where it was answered."""

    at: datetime
    principal: str
    service: str
    operation: str
    region: str
    code: str = ""
    why: str = ""

    @property
    def was_refused(self) -> bool:
        """Whether the answer was an error."""
        return bool(self.code)

    def __str__(self) -> str:
        answer = f"{self.code}: {self.why}" if self.code else "answered"
        return f"{self.at:%H:%M:%S} {self.principal} {self.service}:{self.operation} {answer}"


class Calls:
    """The latest calls of an account since somebody watches, oldest first."""

    spans_regions: ClassVar[bool] = True

    def __init__(self, account: Account) -> None:
        self._account = account
        self._made: deque[MadeCall] = deque(maxlen=MOST_KEPT)
        self._is_watching = False
        self._listeners: list[weakref.WeakMethod[Callable[[], object]]] = []

    def __repr__(self) -> str:
        return f"Calls({len(self._made)})"

    def watch(self) -> None:
        """Take down calls from now on."""
        if not self._is_watching:
            self._is_watching = True
            self._account.gateway.subscribe(Stage.RECORD, self._note, when=_is_a_user_s)

    def tell(self, listener: Callable[[], object]) -> None:
        """Call a method after each call, in whatever thread that came, for as long as its object lives."""
        if weakref.WeakMethod(listener) not in self._listeners:
            self._listeners.append(weakref.WeakMethod(listener))

    @property
    def made(self) -> list[MadeCall]:
        """The calls, oldest first."""
        return list(self._made)

    def _note(self, call: Call) -> None:
        code, why = self._refusal(call)
        who, now = self._who(call), self._account.clock.now
        self._made.append(MadeCall(now, who, call.service, str(call.operation), call.region, code, why))
        for listener in self._listeners:
            if (told := listener()) is not None:
                told()

    def _who(self, call: Call) -> str:
        if call.access_key is None:
            return ANONYMOUS
        if call.access_key == ACCESS_KEY:
            return "administrator"
        return identities.holder(self._account.account_id, call.access_key) or f"nobody, with key {call.access_key}"

    def _refusal(self, call: Call) -> tuple[str, str]:
        """Code and reason of an error; where a policy decided, the reason says which."""
        answer = call.response
        if answer is None or answer.status < HTTPStatus.BAD_REQUEST:
            return "", ""
        body = answer.body.decode(errors="replace") if isinstance(answer.body, bytes) else answer.body
        code, said = _CODE.search(body), _SAID.search(body)
        denials = self._account.part(Authoriser).denials
        latest = denials[-1] if denials else None
        if latest is not None and said and latest.message.startswith(said["said"][:40]):
            return latest.code, latest.explain()
        return (code["code"] if code else str(answer.status)), (said["said"] if said else "")


def _is_a_user_s(caller: Caller, *_: object) -> bool:
    return caller is Caller.USER
