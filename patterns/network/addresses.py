"""Sets of addresses of one family: spans of numbers, or a range that only the deployment knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network, summarize_address_range
from typing import Any

from patterns.template.values import Unknown

FAMILIES = (4, 6)
BITS = {4: 32, 6: 128}
Span = tuple[int, int]

NOT_INTERNET = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip
"""IPv4 ranges nobody on the internet has: https://www.iana.org/assignments/iana-ipv4-special-registry."""

GLOBAL_IPV6 = "2000::/3"
"""https://www.iana.org/assignments/ipv6-address-space"""

_MOST_NAMED = 3


@dataclass(frozen=True)
class Addresses:
    """Addresses of one family. `spans` is sorted, or None for a range not known yet, which `words` then names.

    `within` is where such a range lies, if that much is known.
    """

    family: int
    spans: tuple[Span, ...] | None
    words: str = ""
    within: tuple[Span, ...] | None = None

    def __bool__(self) -> bool:
        return self.spans is None or bool(self.spans)

    def __and__(self, other: Addresses) -> Addresses:
        """What both hold; only for known ones."""
        mine, theirs = self.spans or (), other.spans or ()
        met, at, there = [], 0, 0
        while at < len(mine) and there < len(theirs):
            low, high = max(mine[at][0], theirs[there][0]), min(mine[at][1], theirs[there][1])
            met += [(low, high)] if low <= high else []
            at, there = (at + 1, there) if mine[at][1] < theirs[there][1] else (at, there + 1)
        return Addresses(self.family, tuple(met))

    def __or__(self, other: Addresses) -> Addresses:
        """What either holds; only for known ones."""
        merged: list[Span] = []
        for low, high in sorted((*(self.spans or ()), *(other.spans or ()))):
            if merged and low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        return Addresses(self.family, tuple(merged))

    def __sub__(self, other: Addresses) -> Addresses:
        """What only this one holds; only for known ones."""
        return self & _complement(other)

    @property
    def size(self) -> int:
        """How many they are; for a range not known yet, all of the family."""
        spans = ((0, 2 ** BITS[self.family] - 1),) if self.spans is None else self.spans
        return sum(high - low + 1 for low, high in spans)

    @property
    def is_everything(self) -> bool:
        """Whether no address of the family is missing."""
        return self.spans == ((0, 2 ** BITS[self.family] - 1),)

    def __str__(self) -> str:
        if self.spans is None or self.words:
            return self.words
        maker = IPv4Address if self.family == 4 else IPv6Address
        ranges = [str(one) for low, high in self.spans for one in summarize_address_range(maker(low), maker(high))]
        shown = ", ".join(ranges[:_MOST_NAMED])
        return f"{shown} and {len(ranges) - _MOST_NAMED} more ranges" if len(ranges) > _MOST_NAMED else shown


def _complement(addresses: Addresses) -> Addresses:
    end, at, found = 2 ** BITS[addresses.family] - 1, 0, []
    for low, high in addresses.spans or ():
        found += [(at, low - 1)] if low > at else []
        at = high + 1
    return Addresses(addresses.family, (*found, *([(at, end)] if at <= end else [])))


def addresses(value: Any, family: int) -> Addresses:
    """The addresses of a CIDR block; one that is not known yet, or that is none, stays a range with that name."""
    if isinstance(value, Unknown):
        return Addresses(family, None, str(value))
    network = _network(str(value))
    if network is None or network.version != family:
        return Addresses(family, None, str(value))
    return Addresses(family, ((int(network.network_address), int(network.broadcast_address)),))


@lru_cache(maxsize=4096)
def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def united(parts: Iterable[Addresses], family: int) -> Addresses:
    """All of them as one set; not known where one of them is not."""
    found, unknown, bounds = Addresses(family, ()), [], []
    for part in parts:
        if part.spans is None:
            unknown.append(part.words)
        else:
            found = found | part
        bounds.append(part.within if part.spans is None else part.spans)
    if not unknown:
        return found
    within = None if None in bounds else tuple(sorted({span for spans in bounds for span in spans or ()}))
    return Addresses(family, None, ", ".join(dict.fromkeys(unknown)), within)


@lru_cache(maxsize=2)
def internet(family: int) -> Addresses:
    """Every address that somebody on the internet can have."""
    if family == 6:
        return Addresses(6, addresses(GLOBAL_IPV6, 6).spans, "the internet")
    private = united((addresses(block, 4) for block in NOT_INTERNET), 4)
    return Addresses(4, _complement(private).spans, "the internet")


def usable_addresses(cidr: Any) -> int | None:
    """How many addresses of a subnet can be used: AWS keeps the first four and the last. None: not known yet.

    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
    """
    block = addresses(cidr, 4)
    return None if block.spans is None else max(0, block.size - AWS_KEEPS)


AWS_KEEPS = 5
"""Addresses of every subnet; https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html."""
