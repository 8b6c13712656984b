"""What one invocation asks of the account while it runs: calls to services, and time to sleep."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Talk


class Conversation:
    """The way from a function's process to its account and back, until a deadline."""

    def __init__(self, account: Account, deadline: Any) -> None:
        self._account = account
        self._deadline = deadline
        self.calls = 0
        self.talk = Talk(account.clock.time, self._call, self._sleep)

    def wait_out(self) -> None:
        """Let pass what is left of the function's time."""
        self._account.processes.wait((self._deadline - self._account.clock.now).total_seconds())

    def _call(self, method: str, url: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        from botocore.awsrequest import AWSPreparedRequest

        self.calls += 1
        sent: Any = headers
        prepared = AWSPreparedRequest(method, url, sent, body, False)
        answer = self._account.gateway.handle(prepared)
        data = answer.body.encode() if isinstance(answer.body, str) else answer.body
        return answer.status, {name: str(value) for name, value in answer.headers.items()}, data

    def _sleep(self, seconds: float) -> bool:
        """Whether the function's time is enough to sleep that long; if it is, the time has passed."""
        if seconds >= (self._deadline - self._account.clock.now).total_seconds():
            return False
        self._account.processes.wait(seconds)
        return True
