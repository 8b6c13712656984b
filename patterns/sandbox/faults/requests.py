"""Requests that are refused, throttled or slow. Stands at the gateway only while it is active.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.fault import Fault, FaultError, number
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.permissions import service as known_service
from patterns.sandbox.permissions.refusals import Wording, Words
from patterns.sandbox.simulator.time_and_chance import shared_session

OF_THE_QUERY_PROTOCOL = Words("Throttling", "Rate exceeded", 400)
OF_THE_OTHERS = Words("ThrottlingException", "Rate exceeded", 400)
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html has both names."""

TOO_MANY = "TooManyRequestsException"
OF_A_MODEL = Words(TOO_MANY, "Too Many Requests", 429)
"""What services say whose model has that error and whose own words are not known here, as API Gateway."""

INTERNAL_STATUS = 500


class _OfRequests(Fault):
    """A fault of the requests to a service or to one of its operations."""

    def __init__(
        self, account: Account, active: list[Fault], service: str, operation: str | None, what: str, rate: float
    ) -> None:
        _check(service, operation)
        super().__init__(account, active, f"{what} {service}{f' {operation}' if operation else ''}", rate)
        self._service, self._operation = service, operation
        self._unsubscribe: Callable[[], None] | None = None

    def begin(self) -> None:
        """Stand at the gateway."""
        self._unsubscribe = self._account.gateway.subscribe(
            Stage.FAULT, self._handle, service=self._service, operation=self._operation
        )

    def end(self) -> None:
        """Leave the gateway."""
        if self._unsubscribe is not None:
            self._unsubscribe()

    def _handle(self, call: Call) -> None:
        told = json.dumps(call.params, sort_keys=True, default=str)
        if self.meets(call.service, call.operation or "", told):
            self.meet(call)

    def meet(self, call: Call) -> None:
        """Do to a request what goes wrong with it."""
        raise NotImplementedError


class Refusal(_OfRequests):
    """Requests are answered with an error."""

    def __init__(
        self, account: Account, active: list[Fault], service: str, operation: str | None,
        words: Callable[[Call], Words], what: str, rate: float,
    ) -> None:  # fmt: skip
        super().__init__(account, active, service, operation, what, rate)
        self._words = words

    @classmethod
    def error(
        cls, account: Account, active: list[Fault], service: str, operation: str | None, code: str | None, message: str,
        status: int | None, rate: float,
    ) -> Refusal:  # fmt: skip
        """Answers with a code, or with the one that the service has for its own trouble."""
        if code is None:
            code, status = _wording(service).trouble, status or INTERNAL_STATUS
        if not isinstance(code, str) or not code.replace(".", "").isalnum():
            raise FaultError(f"code must be the name of an error, such as ThrottlingException, got {code!r}")
        if status is not None and not (isinstance(status, int) and 400 <= status <= 599):
            raise FaultError(f"status must be an error's, 400 to 599, got {status!r}")
        words = Words(code, message, status)
        return cls(account, active, service, operation, lambda call: words, f"{code} from", rate)

    def meet(self, call: Call) -> None:
        """Refuse it."""
        words = self._words(call)
        raise Refused(words.code, words.message, words.status)


def throttling(account: Account, active: list[Fault], service: str, operation: str | None, rate: float) -> Refusal:
    """Requests are refused in the words in which their service throttles."""
    return Refusal(account, active, service, operation, _throttled, "throttling of", rate)


def _throttled(call: Call) -> Words:
    own = _wording(call.service).throttling
    return own.get(call.operation or "") or own.get("") or _throttled_by_model(_model(call.service))


def _wording(service: str) -> Wording:
    known = known_service(service) if isinstance(service, str) else None
    return known.wording if known else Wording()


def _model(service: str) -> Any:
    return shared_session()._session.get_service_model(service)


def _throttled_by_model(model: Any) -> Words:
    if TOO_MANY in model.shape_names:
        return OF_A_MODEL
    protocols = (model.metadata["protocol"], *model.metadata.get("protocols", ()))
    return OF_THE_QUERY_PROTOCOL if "query" in protocols else OF_THE_OTHERS


class Latency(_OfRequests):
    """Time passes before requests are answered, for whoever asked; more than an SDK waits is waited all the same."""

    def __init__(
        self, account: Account, active: list[Fault], service: str, operation: str | None, seconds: float, rate: float
    ) -> None:
        self._seconds = number(seconds, "seconds")
        super().__init__(account, active, service, operation, f"{seconds:g} s before answers of", rate)

    def meet(self, call: Call) -> None:
        """Let the time pass."""
        self._account.processes.wait(self._seconds)


def _check(service: str, operation: str | None) -> None:
    session = shared_session()
    services = session.get_available_services()
    if not isinstance(service, str) or service not in services:
        raise FaultError(f"boto3 has no service {service!r}{_instead(service, services)}")
    operations = _model(service).operation_names
    if operation is not None and operation not in operations:
        raise FaultError(f"{service} has no operation {operation!r}{_instead(operation, operations)}")


def _instead(given: str, known: list[str]) -> str:
    by_small_letters = {name.lower(): name for name in known}
    close = difflib.get_close_matches(str(given).replace("_", "").lower(), by_small_letters, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(by_small_letters[name] for name in close)}?" if close else ""
