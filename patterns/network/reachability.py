"""Who reaches whom in a network, and why: effective routes, and answers with the rule that decides.

Parties are subnets and what stands in them: instances, Auto Scaling groups, services, functions, load balancers,
databases, caches, endpoints. Not modelled: Gateway Load Balancers, prefix lists, firewalls, name resolution, and what
is attached to a deployed network past the stack.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from patterns.network.acls import Acl
from patterns.network.answers import Answer, Reason, Verdict
from patterns.network.conversation import Way, segments
from patterns.network.declared import Declared, Deployed, declared
from patterns.network.endpoints import INTERNET, Party, tier_party
from patterns.network.exits import CutOff, Nats, WayOut, cut_off, nat_gateways, ways_out
from patterns.network.filters import LAST_PORT, Rule
from patterns.network.groups import Group, groups
from patterns.network.matrix import Matrix, Opening, Openness, opened
from patterns.network.parties import folded, parties
from patterns.network.paths import SERVICE_PORTS, Paths
from patterns.network.routes import Route, Tables
from patterns.network.subnets import Subnet, subnets, tiers
from patterns.template.resolve import REGION, Resolved, resolve

__all__ = [
    "Answer",
    "CutOff",
    "Matrix",
    "Openness",
    "QuestionError",
    "Reachability",
    "Reason",
    "Route",
    "Subnet",
    "WayOut",
    "reachability",
]

PORTED = ("tcp", "udp")
PROTOCOLS = (*PORTED, "icmp")
WAYS: tuple[Way, ...] = ("in", "out")


class QuestionError(ValueError):
    """A question about somebody who is not in this network, or a protocol or port that does not exist."""


def reachability(source: Any, *, parameters: Mapping[str, Any] | None = None, region: str = REGION) -> Reachability:
    """Who reaches whom in a template, or in a stack as its services report it now.

    `source` is a pattern, a template in any form, a `Resolved` or a `Stack`. What AWS makes implicitly is there too:
    main route table, default network ACL, default security group. `parameters` are values for a template's deploy-time
    parameters, `region` is where it would be deployed; a stack has its own. Raises `TemplateError` for a template that
    cannot be read.
    """
    if not isinstance(source, Resolved | Deployed):
        source = resolve(source, parameters=parameters, region=region)
    return Reachability(declared(source))


class Reachability:
    """The networks of one template: `subnets` with their routes, `parties`, and answers about any two of them."""

    def __init__(self, found: Declared) -> None:
        tables = Tables(found)
        plain = {subnet.logical_id: subnet for subnet in subnets(found, tables)}
        self._nats = Nats(nat_gateways(found, tables, plain), plain)
        works = {name: nat.works for name, nat in self._nats.gateways.items()}
        self.tiers: Mapping[str, tuple[Subnet, ...]] = tiers(tuple(plain.values()), works.get, found.parts)
        self._everybody = parties(found, self.tiers, groups(found), tables)
        self.parties: Mapping[str, Party] = folded(self._everybody)
        self._subnets = plain
        self._paths = Paths(self._nats)
        self._answers: dict[tuple[str, str, str, tuple[int, int]], Answer] = {}
        self._open: dict[tuple[str, str], Openness] = {}

    @property
    def subnets(self) -> tuple[Subnet, ...]:
        """Every subnet with its effective routes, in the order of the template."""
        return tuple(self._subnets.values())

    @cached_property
    def ways_out(self) -> tuple[WayOut, ...]:
        """Every way from a subnet to the internet, those that do not work included."""
        return tuple(way for ways in self._ways.values() for way in ways)

    @cached_property
    def zones(self) -> tuple[str, ...]:
        """The zones the subnets stand in, as far as they are known."""
        return tuple(sorted({subnet.zone for subnet in self.subnets if subnet.zone}))

    @cached_property
    def ports(self) -> tuple[int, ...]:
        """The tcp ports that rules name one by one, lowest first."""
        rules = (rule for party in self.parties.values() for way in WAYS for rule in _rules(party, way))
        named = {rule.ports for rule in rules if rule.protocol == "tcp"}
        return tuple(sorted({ports[0] for ports in named if ports is not None and ports[0] == ports[1]}))

    def cut_off_by(self, zone: str) -> tuple[CutOff, ...]:
        """The subnets outside a zone that have no way to the internet any more when that zone is lost."""
        return tuple(cut_off(self._subnets, self._ways, zone))

    def between(self, source: str, target: str, protocol: str = "tcp", port: int | None = 443) -> Answer:
        """Whether a party, or one subnet, can start a conversation with another; `port` is ignored for icmp, a ping.

        Raises `QuestionError` for a name, protocol or port that does not exist.
        """
        if protocol not in PROTOCOLS:
            raise QuestionError(f"protocol {protocol!r} is not one of {', '.join(PROTOCOLS)}: choose one of them")
        if protocol == "icmp":
            port = 0
        elif port is None or not 0 <= port <= LAST_PORT:
            raise QuestionError(f"port {port!r} is not between 0 and {LAST_PORT}: choose one that is")
        return self._answer(self._party(source), self._party(target), protocol, (port, port))

    def openness(self, source: str, target: str) -> Openness:
        """Every protocol and port by which a party reaches another. Raises `QuestionError` for a name of nobody."""
        key = (source, target)
        if key not in self._open:
            here, there = self._party(source), self._party(target)
            rules = [*_rules(here, "out"), *_rules(there, "in"), *self._nat_rules(here)]
            openings = [
                Opening(protocol, ports, self._answer(here, there, protocol, ports))
                for protocol in PORTED
                for ports in _pieces(rules, protocol, there)
            ]
            ping = Opening("icmp", (0, LAST_PORT), self._answer(here, there, "icmp", (0, 0)))
            self._open[key] = opened([*openings, ping])
        return self._open[key]

    def matrix(self, protocol: str = "tcp", port: int | None = 443) -> Matrix:
        """The answer for every two parties, by this protocol and port; with protocol "all", by every one."""
        rows = [name for name, party in self.parties.items() if party.can_start]
        pairs = [(row, column) for row in rows for column in self.parties if _is_asked(row, column)]
        if protocol == "all":
            cells = {pair: self.openness(*pair).text for pair in pairs}
            answers = {pair: self.openness(*pair).answer for pair in pairs}
        else:
            answers = {pair: self.between(*pair, protocol, port) for pair in pairs}
            cells = {pair: _said(answer.reachable) for pair, answer in answers.items()}
        what = protocol if protocol in ("all", "icmp") else f"{protocol} {port}"
        return Matrix(what, tuple(rows), tuple(self.parties), cells, answers)

    @cached_property
    def _ways(self) -> dict[str, tuple[WayOut, ...]]:
        return {name: ways_out(subnet, self._nats) for name, subnet in self._subnets.items()}

    def party(self, name: str) -> Party | None:
        """The party under a name, None for nobody; also of a resource that `parties` shows with others."""
        return self.parties.get(name) or self._everybody.get(name)

    def knows(self, *names: str) -> bool:
        """Whether there is a party under each of these names."""
        return all(self.party(name) is not None for name in names)

    def _party(self, name: str) -> Party:
        if party := self.party(name):
            return party
        if name in self._subnets:
            return tier_party(name, (self._subnets[name],))
        raise QuestionError(f"nobody here is called {name!r}: there are {', '.join(self.parties)}, and each subnet")

    def _answer(self, source: Party, target: Party, protocol: str, ports: tuple[int, int]) -> Answer:
        key = (source.name, target.name, protocol, ports)
        if key not in self._answers:
            self._answers[key] = self._paths.answer(source, target, protocol, ports)
        return self._answers[key]

    def _nat_rules(self, party: Party) -> list[Rule]:
        """The rules around the NAT gateways that a party leaves through."""
        through = {
            way.through for place in party.places for subnet in place.subnets for way in self._ways[subnet.logical_id]
        }
        homes = {self._nats.gateways[name].subnet for name in through if name in self._nats.gateways}
        acls = [self._subnets[name].acl for name in homes if name in self._subnets]
        return [rule for acl in acls for rule in (*acl.inbound, *acl.outbound)]

    def __repr__(self) -> str:
        if not self._subnets:
            return "Reachability(no subnets)"
        return f"Reachability({', '.join(self.parties)}; {len(self._subnets)} subnets)"


def _is_asked(row: str, column: str) -> bool:
    return not row == column == INTERNET


def _said(verdict: Verdict) -> str:
    return {True: "yes", False: "no", None: "depends"}[verdict]


def _rules(party: Party, way: Way) -> list[Rule]:
    """The rules of the network ACLs and security groups around a party, in one direction."""
    walls: list[Acl | Group] = [place.subnets[0].acl for place in party.places]
    walls += [group for place in party.places for group in place.groups or ()]
    return [rule for wall in walls for rule in (wall.inbound if way == "in" else wall.outbound)]


def _pieces(rules: list[Rule], protocol: str, target: Party) -> list[tuple[int, int]]:
    """All ports, cut wherever an answer may change."""
    if target.kind == "gateway endpoint" and protocol == "tcp":
        rules = [*rules, *(Rule("", allows=True, protocol="tcp", ports=(port, port)) for port in SERVICE_PORTS)]
    return segments(rules, protocol, 0, LAST_PORT)
