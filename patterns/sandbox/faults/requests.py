"""Requests that are refused, throttled or slow. Stands at the gateway only while it is active.

https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from typing import NamedTuple

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.fault import Fault, FaultError, number
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.simulator.time_and_chance import shared_session


class _Words(NamedTuple):
    """A service's own words for an error."""

    code: str
    message: str
    status: int | None = None


ITEMS = frozenset(
    {
        "BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "TransactGetItems",
        "TransactWriteItems", "UpdateItem",
    }
)  # fmt: skip
"""What of DynamoDB is counted against a table's throughput."""

THROUGHPUT = _Words(
    "ProvisionedThroughputExceededException",
    "The level of configured provisioned throughput for the table was exceeded. "
    "Consider increasing your provisioning level with the UpdateTable API.",
    400,
)
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html"""

THROTTLING = {
    "apigateway": _Words("TooManyRequestsException", "Too Many Requests", 429),
    "ec2": _Words("RequestLimitExceeded", "Request limit exceeded.", 503),
    "lambda": _Words("TooManyRequestsException", "Rate Exceeded.", 429),
    "s3": _Words("SlowDown", "Please reduce your request rate.", 503),
    "sqs": _Words("RequestThrottled", "The request was denied due to request throttling."),
}
"""By service, from the errors of its API reference; the others say Throttling or ThrottlingException."""

OF_THE_QUERY_PROTOCOL = _Words("Throttling", "Rate exceeded", 400)
OF_THE_OTHERS = _Words("ThrottlingException", "Rate exceeded", 400)
"""https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonErrors.html has both names."""

TROUBLE = {
    "dynamodb": "InternalServerError",
    "kms": "KMSInternalException",
    "lambda": "ServiceException",
    "s3": "InternalError",
    "secretsmanager": "InternalServiceError",
}
"""The code of an error inside a service; the others say InternalFailure."""

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
        words: Callable[[Call], _Words], what: str, rate: float,
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
            code, status = TROUBLE.get(service, "InternalFailure"), status or INTERNAL_STATUS
        if not code or not code.replace(".", "").isalnum():
            raise FaultError(f"code must be the name of an error, such as ThrottlingException, got {code!r}")
        if status is not None and not (isinstance(status, int) and 400 <= status <= 599):
            raise FaultError(f"status must be an error's, 400 to 599, got {status!r}")
        words = _Words(code, message, status)
        return cls(account, active, service, operation, lambda call: words, f"{code} from", rate)

    def meet(self, call: Call) -> None:
        """Refuse it."""
        words = self._words(call)
        raise Refused(words.code, words.message, words.status)


def throttling(account: Account, active: list[Fault], service: str, operation: str | None, rate: float) -> Refusal:
    """Requests are refused in the words in which their service throttles."""
    return Refusal(account, active, service, operation, _throttled, "throttling of", rate)


def _throttled(call: Call) -> _Words:
    if call.service == "dynamodb" and call.operation in ITEMS:
        return THROUGHPUT
    model = shared_session()._session.get_service_model(call.service)
    return THROTTLING.get(call.service) or (
        OF_THE_QUERY_PROTOCOL
        if "query" in (model.metadata["protocol"], *model.metadata.get("protocols", ()))
        else OF_THE_OTHERS
    )


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
    if service not in services:
        raise FaultError(f"boto3 has no service {service!r}{_instead(service, services)}")
    operations = session._session.get_service_model(service).operation_names
    if operation is not None and operation not in operations:
        raise FaultError(f"{service} has no operation {operation!r}{_instead(operation, operations)}")


def _instead(given: str, known: list[str]) -> str:
    by_small_letters = {name.lower(): name for name in known}
    close = difflib.get_close_matches(str(given).replace("_", "").lower(), by_small_letters, n=3, cutoff=0.5)
    return f": did you mean {' or '.join(by_small_letters[name] for name in close)}?" if close else ""
