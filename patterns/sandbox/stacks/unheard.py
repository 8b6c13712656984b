"""What a service refuses of a property that no call of the sandbox carries to it. Not here: what it says of a call.

A provider makes a resource by ordinary calls, in which the service's checks look at what it is asked. What stands in
a template and in none of these calls, as the licence of a database, it would be refused for in AWS all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from patterns.refusals import Refusal, refusals
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

    def after(self) -> None:
        """Raise `HandlerError` for what is refused, and nobody said so though every call is through."""
        _raise(self.refused)


def _raise(refused: Sequence[Refusal]) -> None:
    for code, message in refused:
        raise HandlerError(code, message)
