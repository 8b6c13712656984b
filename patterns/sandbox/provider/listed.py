"""A provider whose resources one call lists and describes: it reads all resources of its type in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Provider, Target
from patterns.sandbox.provider.reading import Gone, Responses

ENTRY = ""
"""The operation of a `get` that reads from the resource's entry in the listing: `Call(ENTRY, "CidrBlock")`."""


def entry(path: str) -> Call:
    """What reads a property from the resource's entry in the listing."""
    return Call(ENTRY, path)


_asked: ContextVar[dict[Any, list[dict[str, Any]]] | None] = ContextVar("asked", default=None)


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Inside the block each list is asked for once, though several types are read from it: a table has its routes.

    A block inside another shares what that one has asked for.
    """
    asked = _asked.get()
    token = _asked.set({} if asked is None else asked)
    try:
        yield
    finally:
        _asked.reset(token)


def listed(account: Account, service: str, listing: Call) -> list[dict[str, Any]]:
    """All entries of a listing, of every page, for reading only."""
    asked, key = _asked.get(), (service, listing.operation, str(listing.arguments))
    pages = asked.get(key) if asked is not None else None
    if pages is None:
        pages = _pages(account.observer(service), listing)
    if asked is not None:
        asked[key] = pages
    return [entry for page in pages for entry in page.get(listing.path, [])]


def _pages(client: Any, listing: Call) -> list[dict[str, Any]]:
    if client.can_paginate(listing.operation):
        return list(client.get_paginator(listing.operation).paginate(**listing.arguments))
    return [getattr(client, listing.operation)(**listing.arguments)]


class ListedProvider(Provider):
    """Adds to a provider the call that lists its type; a `get` without an operation reads from the entry found."""

    listing: ClassVar[Call]
    """The operation that lists, and the place of the entries in its response: `Call("describe_vpcs", "Vpcs")`."""
    entry_id: ClassVar[str]
    """The key of an entry that holds the physical id."""
    filtered_by: ClassVar[str] = ""
    """The filter of the listing by physical id, for a type of which single resources are asked for often."""

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """Physical id -> properties now, from one listing and what further calls the table needs; None when gone."""
        wanted = list(targets)
        entries = self.entries(account, wanted)
        return {
            target.physical_id: self.read_one(
                Listed(self, target, entries.get(target.physical_id), only_declared=only_declared)
            )
            for target in wanted
        }

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, of everything the service lists."""
        entries = listed(account, self.service, self.listing)
        return {entry[self.entry_id]: entry for entry in entries if self.is_there(entry)}

    def existing(self, account: Account) -> set[str]:
        """The physical ids of everything that the service lists, for parameters that name a resource of the type."""
        return {str(entry[self.entry_id]) for entry in listed(account, self.service, self.listing)}

    def is_there(self, entry: dict[str, Any]) -> bool:
        """Whether an entry stands for a resource that exists; services go on listing some that were deleted."""
        return True

    def entry(self, target: Target) -> dict[str, Any]:
        """One resource's entry, for its attributes; empty when it is gone."""
        if not self.filtered_by:
            return self.entries(target.account, [target]).get(target.physical_id, {})
        only = {"Filters": [{"Name": self.filtered_by, "Values": [target.physical_id]}]}
        entries = listed(target.account, self.service, replace(self.listing, arguments=only))
        return next((entry for entry in entries if self.is_there(entry)), {})


class TaggedApart(ListedProvider):
    """A type whose entry does not tell its tags: they are asked for, of one resource after the other."""

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Physical id -> entry, with tags for the targets."""
        entries = super().entries(account, targets)
        client, how = account.observer(self.service), self.tagging
        for target in targets:
            if entry := entries.get(target.physical_id):
                answer = getattr(client, how.listing)(**{how.named: self.tagged_as(target, entry)})
                entry[how.listed] = answer[how.listed]
        return entries

    def tagged_as(self, target: Target, entry: dict[str, Any]) -> Any:
        """What calls about tags know the resource by, where its entry is at hand."""
        return self.tagged(target)


class Listed(Responses):
    """The services' answers about one resource, with its entry in the listing as the answer that needs no call."""

    def __init__(
        self, provider: Provider, target: Target, entry: dict[str, Any] | None, *, only_declared: bool = False
    ) -> None:
        super().__init__(provider, target, only_declared=only_declared)
        self._entry = entry

    def answer(self, call: Call) -> dict[str, Any]:
        """The entry, or the response of a further call. Raises `Gone` for a resource that is not listed."""
        if self._entry is None:
            raise Gone
        return self._entry if call.operation == ENTRY else super().answer(call)
