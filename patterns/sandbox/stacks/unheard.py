"""What a service refuses of a property that no call of the sandbox carries to it. Not here: what it says of a call.

A provider makes a resource by ordinary calls, in which the service's checks look at what it is asked. What stands in
a template and in none of these calls, as the licence of a database, it would be refused for in AWS all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ParamValidationError

from patterns.refusals import Refusal, refusals
from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.provider.base import HandlerError, Provider


@dataclass(frozen=True)
class Unheard:
    """What is refused of the properties of a resource that is to be made or changed."""

    refused: tuple[Refusal, ...]

    @classmethod
    def of(cls, maker: Provider, properties: Mapping[str, Any]) -> Unheard:
        """Raise `HandlerError` for what is refused of properties that no call carries, before there is a call."""
        refused = tuple(refusals(maker.type, properties))
        told = {one.name for one in maker.properties}
        if refused and not told >= properties.keys():
            heard = {name: value for name, value in properties.items() if name in told}
            _raise([one for one in refused if one not in set(refusals(maker.type, heard))])
        return cls(refused)

    @contextmanager
    def first(self) -> Iterator[None]:
        """Let what the service refuses go before what boto3 or the simulation says of a call within: raises it."""
        try:
            yield
        except (ParamValidationError, NotSimulated):
            _raise(self.refused)
            raise

    def after(self) -> None:
        """Raise `HandlerError` for what is refused, and nobody said so though every call is through."""
        _raise(self.refused)


def _raise(refused: Sequence[Refusal]) -> None:
    for code, message in refused:
        raise HandlerError(code, message)
