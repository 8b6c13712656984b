"""Ranges of addresses: which one, or which together, are the world. The one place that knows; here nothing is resolved.

Not here: what a wide range is allowed to do, and ranges that only a deployment knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any

Range = IPv4Network | IPv6Network

WIDEST = {4: 8, 6: 32}
"""By version of IP, the prefix of the widest range that is not open to the world, as S3 sees it; two halves of the
internet are the internet: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html.
"""

NOT_INTERNET = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3",
)  # fmt: skip
"""IPv4 ranges nobody on the internet has: https://www.iana.org/assignments/iana-ipv4-special-registry."""

GLOBAL_IPV6 = "2000::/3"
"""What somebody on the internet can have of IPv6: https://www.iana.org/assignments/ipv6-address-space."""

MOST = 2
"""What together covers one part in so many of the internet covers most of it."""


@lru_cache(maxsize=4096)
def network_of(text: str) -> Range | None:
    """The range that a text means, however it is written; None for one that is none."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def is_open(cidr: Any) -> bool:
    """Whether a known range is all addresses of the internet or a large part of them, however it is written."""
    network = _known(cidr)
    return network is not None and network.prefixlen < WIDEST[network.version] and bool(_public_part([network]))


def open_together(cidrs: Iterable[Any]) -> bool:
    """Whether known ranges make a range together that is open to the world, or most of the internet in pieces."""
    known = [network for network in map(_known, cidrs) if network is not None]
    for version in WIDEST:
        public = _public_part([network for network in known if network.version == version])
        if any(each.prefixlen < WIDEST[version] for each in public):
            return True
        if sum(each.num_addresses for each in public) * MOST >= _size_of_internet(version):
            return True
    return False


def holds(outer: Any, inner: Any) -> bool:
    """Whether one known range holds another."""
    wide, narrow = _known(outer), _known(inner)
    if isinstance(wide, IPv4Network) and isinstance(narrow, IPv4Network):
        return narrow.subnet_of(wide)
    return isinstance(wide, IPv6Network) and isinstance(narrow, IPv6Network) and narrow.subnet_of(wide)


def _known(cidr: Any) -> Range | None:
    return network_of(cidr) if isinstance(cidr, str) else None


def _public_part(networks: list[Range]) -> list[Range]:
    """Those of the ranges, as few as possible, that somebody on the internet is in."""
    four = collapse_addresses(each for each in networks if isinstance(each, IPv4Network) and not _is_private(each))
    six = collapse_addresses(
        each for each in networks if isinstance(each, IPv6Network) and each.overlaps(IPv6Network(GLOBAL_IPV6))
    )
    return [*four, *six]


def _is_private(network: IPv4Network) -> bool:
    return any(network.subnet_of(IPv4Network(block)) for block in NOT_INTERNET)


@lru_cache(maxsize=2)
def _size_of_internet(version: int) -> int:
    if version == 6:
        return IPv6Network(GLOBAL_IPV6).num_addresses
    return int(2**32 - sum(IPv4Network(block).num_addresses for block in NOT_INTERNET))
