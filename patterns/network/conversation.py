"""The filters on the way of a conversation, asked one by one: each adds its reason and narrows what is left.

Network ACLs are stateless and are asked for the answers too; security groups remember, and are not.
https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html#VPC_Security_Comparison
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from patterns.network.acls import Acl
from patterns.network.addresses import Addresses
from patterns.network.answers import Level, Reason
from patterns.network.filters import ECHO, EPHEMERAL, LAST_PORT, Rule, Sieve, Traffic, sieved
from patterns.network.groups import Group

Way = Literal["in", "out"]
PREPOSITION = {"in": "from", "out": "to"}
STATELESS = "A network ACL does not remember: answers need a rule of their own"


def segments(rules: Iterable[Rule], protocol: str, low: int, high: int) -> list[tuple[int, int]]:
    """The range cut where a rule for this protocol begins or ends, so that each piece is decided as a whole."""
    cuts = {low, high + 1}
    for rule in rules:
        if rule.protocol == protocol and rule.ports is not None:
            cuts |= {cut for cut in (rule.ports[0], rule.ports[1] + 1) if low < cut <= high}
    edges = sorted(cuts)
    return [(edges[at], edges[at + 1] - 1) for at in range(len(edges) - 1)]


@dataclass(frozen=True)
class Asked:
    """What is asked for: a protocol and a port, or a range of them inside which no rule begins, by one family."""

    protocol: str
    ports: tuple[int, int]
    family: int

    @property
    def traffic(self) -> Traffic:
        """The way there."""
        if self.protocol == "icmp":
            return Traffic("icmp" if self.family == 4 else "icmpv6", (ECHO[self.family][0],) * 2)
        return Traffic(self.protocol, self.ports)

    def answers(self, rules: Iterable[Rule]) -> list[Traffic]:
        """The way back, to a port that the asker's system chose: in pieces that are decided as a whole."""
        if self.protocol == "icmp":
            return [Traffic(self.traffic.protocol, (ECHO[self.family][1],) * 2)]
        return [Traffic(self.protocol, ports) for ports in segments(rules, self.protocol, *EPHEMERAL)]


@dataclass(frozen=True)
class Peer:
    """Who is on the other side of a filter, for the words, and which addresses of theirs are still in play."""

    name: str
    left: Addresses


def acl_there(acl: Acl, way: Way, asked: Asked, peer: Peer) -> tuple[Reason, Peer]:
    """What a network ACL says about the way there."""
    if acl.doubt:
        return _open("network ACL", acl.name, acl.doubt), peer
    sieve = sieved(acl.inbound if way == "in" else acl.outbound, asked.traffic, peer.left)
    words = _words(sieve, f"{asked.traffic} {way}", PREPOSITION[way], peer, none_of=acl.name)
    if acl.is_default and sieve.passed:
        return Reason("network ACL", "", True, f"{_capital(acl.name)} lets everything {way}"), peer
    return _reason("network ACL", sieve, acl.name, words), _narrowed(peer, sieve)


def acl_back(acl: Acl, way: Way, asked: Asked, peer: Peer) -> tuple[Reason, Peer]:
    """What a network ACL says about the answers."""
    if acl.doubt:
        return _open("network ACL", acl.name, acl.doubt), peer
    rules = acl.inbound if way == "in" else acl.outbound
    pieces = [(traffic, sieved(rules, traffic, peer.left)) for traffic in asked.answers(rules)]
    passing = [(traffic, sieve) for traffic, sieve in pieces if sieve.passed]
    what = f"answers{'' if asked.protocol == 'icmp' else f' ({asked.protocol} {EPHEMERAL[0]} to {LAST_PORT})'}"
    worst = min((sieve for _, sieve in pieces), key=lambda sieve: sieve.passed.size)
    if passing and len(passing) < len(pieces):
        ports = ", ".join(f"{low} to {high}" for low, high in (traffic.ports for traffic, _ in passing))
        words = f"{_subject(passing[0][1])} lets answers {way} only for ports {ports}: depends on the asker's system"
        return Reason("network ACL", passing[0][1].rules[0].logical_id, None, words), peer
    if acl.is_default and passing:
        return Reason("network ACL", "", True, f"{_capital(acl.name)} lets the answers {way}"), peer
    words = _words(worst, f"{what} {way}", PREPOSITION[way], peer, none_of=acl.name)
    if worst.verdict is False:
        words = f"{words}. {STATELESS}"
    return _reason("network ACL", worst, acl.name, words), _narrowed(peer, worst)


def group_says(
    groups: tuple[Group, ...], way: Way, asked: Asked, peer: Peer, members: frozenset[str] | None
) -> tuple[Reason, Peer]:
    """What the security groups of one thing say together: one rule of one of them is enough.

    `members` are the groups of the peer, None where nobody knows what stands there.
    """
    names = " and ".join(group.name for group in groups if group.name) or "its security groups"
    rules = [rule for group in groups for rule in (group.inbound if way == "in" else group.outbound)]
    sieve = sieved(rules, asked.traffic, peer.left, members, in_order=False)
    doubt = next((group.doubt for group in groups if group.doubt), "")
    if not sieve.passed and doubt:
        return _open("security group", names, doubt), peer
    words = _words(sieve, f"{asked.traffic} {way}", PREPOSITION[way], peer, none_of=names, inside=True)
    if way == "out" and sieve.passed and sieve.rules[0].is_everything:
        # The outbound rule that every group begins with: nobody declared it.
        return Reason("security group", "", True, f"{sieve.rules[0].logical_id} lets everything {way}"), peer
    return _reason("security group", sieve, names, words), _narrowed(peer, sieve)


def _open(level: Level, subject: str, doubt: str) -> Reason:
    return Reason(level, subject, None, f"Depends on {doubt}")


def _reason(level: Level, sieve: Sieve, otherwise: str, words: str) -> Reason:
    subject = sieve.rules[0].logical_id if sieve.rules else otherwise
    return Reason(level, subject, sieve.verdict, words)


def _narrowed(peer: Peer, sieve: Sieve) -> Peer:
    return replace(peer, left=sieve.passed) if sieve.passed else peer


def _subject(sieve: Sieve) -> str:
    more = len(sieve.rules) - 1
    return f"{sieve.rules[0]}{f' with {more} more' if more else ''}"


def _words(sieve: Sieve, what: str, preposition: str, peer: Peer, *, none_of: str, inside: bool = False) -> str:
    """The sentence about a filter: who lets what through, or that nobody does."""
    if sieve.verdict is None:
        return f"{_subject(sieve)} depends on {sieve.doubt}"
    if sieve.passed:
        is_part = sieve.passed.spans != peer.left.spans
        limit = f", but only {preposition} {sieve.passed}" if is_part else ""
        rule = sieve.rules[0]
        by_group = f" as a member of {rule.group}" if rule.group else ""
        return f"{_subject(sieve)} lets {what} {preposition} {peer.name}{by_group}{limit}"
    if sieve.rules and not inside:
        return f"{_subject(sieve)} denies {what} {preposition} {peer.name}"
    return f"No rule of {none_of} lets {what} {preposition} {peer.name}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
