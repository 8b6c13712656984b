"""One call on its way, the stages it passes, and who it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any

from patterns.sandbox.simulator import protocols
from patterns.sandbox.simulator.routing import Answer


class Stage(StrEnum):
    """The stages of the pipeline, in their order.

    Before moto come: may the caller do this (`AUTHORISE`), can what the call brings be read (`FORM`), and would the
    service do it, as things stand in the account (`JUDGE`).
    """

    FENCE = "fence"
    FAULT = "fault"
    AUTHORISE = "authorise"
    FORM = "form"
    JUDGE = "judge"
    MOTO = "moto"
    CONSEQUENCES = "consequences"
    RECORD = "record"


class Caller(Enum):
    """On whose behalf a request comes: it decides which stages it passes."""

    USER = "user"
    ADMINISTRATOR = "administrator"
    OBSERVER = "observer"
    SERVICE = "service"


@dataclass
class Call:
    """One request to a service, as the stages see it.

    `response` is set once there is an answer; a handler of a later stage may replace it.
    """

    caller: Caller
    access_key: str | None
    region: str
    asked: protocols.Asked
    response: Answer | None = None

    @property
    def service(self) -> str:
        """boto3's name of the service: "s3"."""
        return self.asked.service

    @property
    def operation(self) -> str | None:
        """The API's name, "PutObject"; None where no model has the request, as a browser's CORS preflight."""
        return self.asked.operation

    @property
    def params(self) -> dict[str, Any]:
        """The parameters as boto3 takes them, without streaming bodies."""
        return self.asked.params

    @property
    def request(self) -> Any:
        """The request itself, of moto's class (a Werkzeug request)."""
        return self.asked.request


Handler = Callable[[Call], object]

When = Callable[[Caller, str, "str | None", Any], bool]
"""Whether a call may matter, told by who calls, the service, the operation where it is known, and the raw request."""
