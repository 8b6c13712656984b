"""The account as one of its regions sees it: clients, parts and calls of that region, all else the account's own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from patterns.sandbox import services
from patterns.sandbox.clients import Clients
from patterns.sandbox.core.account import Account, Part
from patterns.sandbox.gateway import Caller, Gateway


class RegionalAccount:
    """An account in one region; what services do in the background there is told of that region's calls alone."""

    def __init__(self, whole: Account, gateway: Gateway, region: str) -> None:
        self._whole = whole
        self._parts: dict[Callable[[Account], Any], Any] = {}
        self._clients = Clients(gateway, region)
        self.region = region
        self.gateway = gateway.of_region(region)
        self.account_id, self.seed, self.run_foreign_code = whole.account_id, whole.seed, whole.run_foreign_code
        self.clock, self.chance, self.timeline, self.zones = whole.clock, whole.chance, whole.timeline, whole.zones
        self.processes, self.sequence = whole.processes, whole.sequence
        self.ending, self.in_copies = whole.ending, whole.in_copies

    def __repr__(self) -> str:
        return f"{self._whole!r} in {self.region}"

    @property
    def deploys_foreign_code(self) -> bool:
        """Whether the stack that is deployed just now comes from a template of somebody else's."""
        return self._whole.deploys_foreign_code

    @deploys_foreign_code.setter
    def deploys_foreign_code(self, is_foreign: bool) -> None:
        self._whole.deploys_foreign_code = is_foreign

    @property
    def stacks(self) -> list[Any]:
        """The stacks there are now, oldest first."""
        return self._whole.stacks

    @property
    def is_live(self) -> bool:
        """Whether the account has started and not ended."""
        return self._whole.is_live

    def part(self, make: Callable[[Account], Part]) -> Part:
        """What `make` made of the account in this region; of the whole account, where it says that it `spans_regions`.

        A service's own state is kept apart for each region, as AWS keeps it.
        """
        if spans_regions(make):
            return self._whole.part(make)
        if make not in self._parts:
            self._parts[make] = make(self)
        part: Part = self._parts[make]
        return part

    def in_region(self, region: str) -> Account:
        """The account as another of its regions sees it."""
        return self._whole.in_region(region)

    def client(self, service: str, **kwargs: Any) -> Any:
        """An ordinary boto3 client of this region."""
        return self._clients.ordinary(service, **kwargs)

    def administrator(self, service: str) -> Any:
        """The boto3 client with which the sandbox itself creates and changes resources here."""
        return self._clients.quick(service, Caller.ADMINISTRATOR)

    def observer(self, service: str) -> Any:
        """The boto3 client for reading back here, which is neither authorised nor recorded."""
        return self._clients.quick(service, Caller.OBSERVER)

    def service(self, service: str) -> Any:
        """The boto3 client with which one service of AWS calls another here."""
        return self._clients.quick(service, Caller.SERVICE)

    def clear(self) -> None:
        """Forget the quick clients."""
        self._clients.clear()


class Regions:
    """The regions of one account, each made when it is first called: what nobody uses costs nothing."""

    def __init__(self, whole: Account, gateway: Gateway) -> None:
        self._whole = whole
        self._gateway = gateway
        self._entered: dict[str, RegionalAccount] = {}
        self._entering = threading.RLock()

    def __repr__(self) -> str:
        return f"Regions({', '.join(self._entered)})"

    def enter(self, region: str) -> None:
        """Let what services do in the background begin in a region, at the first call that goes there."""
        if region not in self._entered:
            self[region]

    def __getitem__(self, region: str) -> RegionalAccount:
        with self._entering:
            if region not in self._entered:
                # Before its behaviours are installed: they may look for it.
                self._entered[region] = account = RegionalAccount(self._whole, self._gateway, region)
                _install(account, everywhere=False)
            return self._entered[region]

    def install(self) -> None:
        """Begin what services do in the background, for services that know no regions, and in the account's own."""
        _install(self._whole, everywhere=True)
        self.enter(self._whole.region)

    def clear(self) -> None:
        """Forget the quick clients of all regions."""
        for account in self._entered.values():
            account.clear()


def spans_regions(make: Any) -> bool:
    """Whether a part is one for the account as a whole."""
    return bool(getattr(make, "spans_regions", False))


def _install(account: Account, *, everywhere: bool) -> None:
    for folder, names in services.names().items():
        if names.everywhere is everywhere:
            for behaviour in services.parts(folder, "behaviours"):
                behaviour.install(account)
