"""What the services say about one resource, each asked at most once. What that means is the provider's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from patterns.sandbox.provider.base import Call, Property, Provider, Target


class Gone(Exception):
    """The resource that is being read does not exist any more."""


class Responses:
    """The services' answers about one resource, each operation asked at most once."""

    def __init__(self, provider: Provider, target: Target, *, only_declared: bool = False) -> None:
        self.provider = provider
        self.target = target
        self._only_declared = only_declared
        self._answers: dict[tuple[str, str], dict[str, Any]] = {}

    def is_asked_for(self, prop: Property) -> bool:
        """Whether the reader wants this property."""
        return not self._only_declared or prop.name in self.target.properties

    def answer(self, call: Call) -> dict[str, Any]:
        """The response of the call on the resource; empty when the service says "not set"."""
        asked = (call.operation, str(call.arguments))
        if asked not in self._answers:
            self._answers[asked] = self._ask(call)
        return self._answers[asked]

    def value(self, call: Call) -> Any:
        """The value at the call's path in its response, or None."""
        found: Any = self.answer(call)
        for step in call.path.split(".") if call.path else ():
            found = found.get(step) if isinstance(found, dict) else None
        return found or None if isinstance(found, dict | list) else found

    def _ask(self, call: Call) -> dict[str, Any]:
        client = self.target.account.observer(self.provider.service)
        try:
            response = getattr(client, call.operation)(**self.provider.identity(self.target), **call.arguments)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in self.provider.not_set:
                return {}
            if code in self.provider.gone:
                raise Gone from error
            raise
        return {name: value for name, value in response.items() if name != "ResponseMetadata"}
