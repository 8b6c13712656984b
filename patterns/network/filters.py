"""Rules that let traffic through or not: entries of network ACLs, in order, and rules of security groups, in none.

https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from patterns.network.addresses import Addresses, addresses
from patterns.template.values import Unknown, has_unknown

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "-1": "all"}
"""Protocol numbers, as network ACLs write them, and the names of security groups.

https://www.iana.org/assignments/protocol-numbers
"""

LAST_PORT = 65535
EPHEMERAL = (1024, LAST_PORT)
"""Ports that answers come back to, whoever asks: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html."""

ECHO = {4: (8, 0), 6: (128, 129)}
"""ICMP types of a ping and of its answer; rules write the type where others have a port."""


@dataclass(frozen=True)
class Traffic:
    """One direction of a conversation: a protocol and a range of destination ports, no rule beginning inside it."""

    protocol: str
    ports: tuple[int, int]

    def __str__(self) -> str:
        low, high = self.ports
        if self.protocol.startswith("icmp"):
            return "ping"
        if (low, high) == (0, LAST_PORT):
            return self.protocol
        return f"{self.protocol} {low}" if low == high else f"{self.protocol} {low} to {high}"


@dataclass(frozen=True)
class Rule:
    """One rule. `peer` is the addresses on the other side, `group` the group there; `doubt` is what it depends on."""

    logical_id: str
    allows: bool
    protocol: str
    ports: tuple[int, int] | None
    peer: Addresses | None = None
    group: str = ""
    number: int | None = None
    doubt: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether it speaks about every protocol, port and peer."""
        return self.protocol == "all" and not self.group and (self.peer is None or self.peer.is_everything)

    def concerns(self, traffic: Traffic, family: int) -> bool:
        """Whether the rule may say something about this traffic."""
        if self.peer is not None and self.peer.family != family:
            return False
        if self.protocol not in ("", "all", traffic.protocol):
            return False
        if self.doubt or self.protocol == "all":
            return True
        return self.ports is None or (self.ports[0] <= traffic.ports[0] and traffic.ports[1] <= self.ports[1])

    def __str__(self) -> str:
        return self.logical_id if self.number is None else f"{self.logical_id} (rule {self.number})"


@dataclass(frozen=True)
class Sieve:
    """What of some addresses passes: all, a part, or none; by which rules, and what it depends on if that is open."""

    passed: Addresses
    rules: tuple[Rule, ...] = ()
    doubt: str = ""

    @property
    def verdict(self) -> bool | None:
        """Whether anything passes; None: it depends."""
        return True if self.passed else None if self.doubt else False


def sieved(
    rules: Iterable[Rule],
    traffic: Traffic,
    peer: Addresses,
    groups: frozenset[str] | None = frozenset(),
    *,
    in_order: bool = True,
) -> Sieve:
    """What of `peer`, which is in these security `groups` (None: nobody knows), the rules let through.

    With `in_order` the first rule that matches decides, as in network ACLs; else one that allows is enough.
    """
    nothing = Addresses(peer.family, ())
    left, passed, doubt = peer, nothing, ""
    allowing: list[Rule] = []
    other: list[Rule] = []
    for rule in rules:
        if not left or (doubt and in_order):
            break
        if not rule.concerns(traffic, peer.family):
            continue
        met, open_point = _met(rule, left, groups)
        if open_point:
            other, doubt = [*other, rule], doubt or open_point
        elif met and rule.allows:
            allowing, passed = [*allowing, rule], met if met.spans is None else passed | met
        elif met:
            other = [*other, rule]
        left = nothing if met.spans is None else left if left.spans is None else left - met
    if passed:
        whole = peer if passed.spans == peer.spans else passed
        return Sieve(whole, tuple(allowing))
    return Sieve(nothing, tuple(other), doubt)


def _met(rule: Rule, left: Addresses, groups: frozenset[str] | None) -> tuple[Addresses, str]:
    """The part of `left` that a rule speaks about, or what that depends on."""
    nothing = Addresses(left.family, ())
    if rule.doubt:
        return nothing, rule.doubt
    if rule.group:
        if groups is None:
            return nothing, f"whether the other side belongs to {rule.group}"
        return (left, "") if rule.group in groups else (nothing, "")
    if rule.peer is None or rule.peer.is_everything:
        return left, ""
    if rule.peer.spans is None or left.spans is None:
        return _met_in_part(rule.peer, left)
    return left & rule.peer, ""


def _met_in_part(peer: Addresses, left: Addresses) -> tuple[Addresses, str]:
    """The same where one of the two ranges is not known: what holds whatever they turn out to be."""
    if peer.spans is None and left.spans is None and peer.words == left.words:
        return left, ""
    if left.within is not None and peer.spans is not None:
        around = Addresses(left.family, left.within)
        if not around & peer:
            return Addresses(left.family, ()), ""
        if not around - peer:
            return left, ""
    return Addresses(left.family, ()), f"how {left} and {peer} overlap"


def protocol_of(value: Any) -> str:
    """The protocol's name, whichever way it is written; empty for one not known yet."""
    text = str(value).lower()
    return "" if isinstance(value, Unknown) else PROTOCOLS.get(text, text)


def ports_of(protocol: str, low: Any, high: Any) -> tuple[int, int] | None:
    """A range of ports, or of ICMP types; None for all of them."""
    if protocol == "all" or low is None or str(low) == "-1":
        return None
    first, last = _port(low), _port(low if high is None or protocol.startswith("icmp") else high)
    return first, last


def _port(value: Any) -> int:
    """A port as a number; what is none is a port that nothing has."""
    return int(value) if str(value).isdecimal() else LAST_PORT + 1


def doubt_about(condition: str, *values: Any) -> str:
    """What a rule made of these values depends on; empty for a rule that is known."""
    return condition or ", ".join(str(value) for value in values if has_unknown(value))


def peer_of(ipv4: Any, ipv6: Any) -> Addresses | None:
    """The addresses on the other side of a rule."""
    if ipv6 is not None:
        return addresses(ipv6, 6)
    return addresses(ipv4, 4) if ipv4 is not None else None
