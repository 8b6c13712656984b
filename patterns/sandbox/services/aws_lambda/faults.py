"""Invocations of a function that are throttled, slow or end with an error, whoever calls. Not requests to Lambda."""

from __future__ import annotations

import json

from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.fault import Fault, FaultError, number
from patterns.sandbox.services.aws_lambda.patches import invocation
from patterns.sandbox.services.aws_lambda.runtime.execution_environment import Answer, Talk
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.service import Functions


class InvocationFault(Fault):
    """What goes wrong with the invocations of one function."""

    def __init__(
        self, account: Account, active: list[Fault], name: str, error: str | None, seconds: float, throttle: bool,
        rate: float,
    ) -> None:  # fmt: skip
        effects = [f"{number(seconds, 'seconds'):g} s more"] * bool(seconds) + ["throttling"] * bool(throttle)
        effects += [f"the error {error!r}"] * (error is not None)
        if not effects:
            raise FaultError(f"nothing would go wrong with {name!r}: give error=, seconds= or throttle=True")
        found = invocation.find(account.account_id, account.region, arguments.text(name, "the name of a function"))
        if found is None:
            raise FaultError(f"there is no function {name!r}: give its name or its ARN")
        super().__init__(account, active, f"{' and '.join(effects)} for the function {found.name}", rate)
        self._name, self._error, self._seconds, self._throttle = found.name, error, seconds, throttle

    def begin(self) -> None:
        """Stand between the runtime and the function's code."""
        self._account.part(Functions).faults.append(self)

    def end(self) -> None:
        """Stand there no longer."""
        self._account.part(Functions).faults.remove(self)

    def concerns(self, function: Function, event: bytes) -> bool:
        """Whether an invocation meets it."""
        return function.name == self._name and self.meets(function.arn, event)

    @property
    def throttles(self) -> bool:
        """Whether an invocation that meets it is refused."""
        return self._throttle

    def answer(self, talk: Talk) -> Answer | None:
        """How an invocation that meets it ends before the code runs, None where the code runs."""
        if self._seconds and not talk.sleep(self._seconds):
            return Answer("timeout")
        if self._error is None:
            return None
        told = {"errorMessage": self._error, "errorType": "Exception", "stackTrace": []}
        return Answer("error", json.dumps(told).encode())
