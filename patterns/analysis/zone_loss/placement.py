"""Where the resources of a template stand, and what each does when its zone is lost: what `knowledge` says of its type.

A service that stands in a Region as a whole (S3, DynamoDB, SQS, Lambda outside of networks, ...) loses nothing with a
zone. Not modelled: EFS, MSK, OpenSearch and others with zones of their own, and placement groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from patterns.analysis.zone_loss.effects import Effect, Outcome
from patterns.knowledge import Members, OneZone, SeveralZones, Standby, about
from patterns.template.graph import edges
from patterns.template.properties import at, is_on
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

SUBNET = "AWS::EC2::Subnet"


@dataclass(frozen=True)
class Placed:
    """The resources of a template by where they stand: `zones` of each, as far as they are known."""

    resolved: Resolved
    zones: Mapping[str, frozenset[str]]
    members: Mapping[str, tuple[Resource, ...]]
    """What is a member of a group, database instances of their cluster, by the group."""

    def all_zones(self) -> frozenset[str]:
        """Every zone that something stands in."""
        return frozenset().union(*self.zones.values())

    def without(self, zone: str) -> Iterable[Effect]:
        """What becomes of each resource that stands in a zone when it is lost."""
        for logical_id, zones in self.zones.items():
            resource = self.resolved.resources[logical_id]
            effect = _effect(self, resource, zone) if zone in zones else None
            if effect is not None:
                yield effect


def placed(resolved: Resolved, zone_of: Mapping[str, str]) -> Placed:
    """Where everything stands; `zone_of` are the zones of the subnets by logical id, where they are known."""
    targets: dict[str, list[str]] = {}
    for edge in edges(resolved):
        targets.setdefault(edge.source, []).append(edge.target)

    def subnets_of(logical_id: str) -> set[str]:
        found: set[str] = set()
        for target in targets.get(logical_id, []):
            kind = resolved.resources[target].type
            if kind == SUBNET:
                found.add(target)
            elif about(kind).stands_for_subnets:
                found |= subnets_of(target)
        return found

    zones: dict[str, frozenset[str]] = {}
    members: dict[str, list[Resource]] = {}
    for logical_id, resource in resolved.resources.items():
        behaviour = about(resource.type).zones
        if behaviour is None:
            continue
        own = at(resource.properties, "AvailabilityZone")
        known = {zone_of[subnet] for subnet in subnets_of(logical_id) if zone_of.get(subnet)}
        zones[logical_id] = frozenset({own}) if isinstance(own, str) else frozenset(known)
        if isinstance(behaviour, Standby) and (group := _group(resource, behaviour, resolved)):
            members.setdefault(group, []).append(resource)
    return Placed(resolved, zones, {name: tuple(found) for name, found in members.items()})


def _group(resource: Resource, behaviour: Standby, resolved: Resolved) -> str:
    """The resource of the template that this one is a member of, empty for none."""
    value = resource.properties.get(behaviour.member_of)
    if not isinstance(value, Unknown):
        return ""
    return next((logical_id for logical_id, _ in value.references if logical_id in resolved.resources), "")


def _effect(placed: Placed, resource: Resource, zone: str) -> Effect | None:
    """What becomes of a resource that stands in a zone when it is lost; None where its group tells."""
    match about(resource.type).zones:
        case OneZone(what):
            return Effect(resource.logical_id, Outcome.STOPS, f"{what} is in {zone}, and nothing takes its place")
        case SeveralZones() as spread:
            return _spread(placed, resource, zone, spread)
        case Standby() as standby:
            return None if _group(resource, standby, placed.resolved) else _standby(placed, resource, zone, standby)
        case Members(takes_over, alone, source):
            count = len(placed.members.get(resource.logical_id, ()))
            if count > 1:
                return Effect(resource.logical_id, Outcome.FAILS_OVER, takes_over.format(count=count), source)
            why = alone.format(stands=_stands(placed, resource, zone))
            return Effect(resource.logical_id, Outcome.STOPS, why, source)
        case None:
            return None


def _spread(placed: Placed, resource: Resource, zone: str, spread: SeveralZones) -> Effect:
    """A thing that stands in several zones keeps what is in the others."""
    others = sorted(placed.zones[resource.logical_id] - {zone})
    if not others:
        return Effect(resource.logical_id, Outcome.STOPS, f"all {spread.what} are in {zone}", spread.source)
    kept = f"{len(others)} of {len(others) + 1} zones are left: {', '.join(others)}"
    return Effect(resource.logical_id, Outcome.REDUCED, kept, spread.source)


def _standby(placed: Placed, resource: Resource, zone: str, standby: Standby) -> Effect:
    """A thing with a standby fails over, unless a switch that it takes is off."""
    off = next((name for name in standby.switches if not is_on(at(resource.properties, name))), None)
    if off is None:
        return Effect(resource.logical_id, Outcome.FAILS_OVER, standby.takes_over, standby.source)
    why = standby.alone.format(off=off, stands=_stands(placed, resource, zone))
    return Effect(resource.logical_id, Outcome.STOPS, why, standby.source)


def _stands(placed: Placed, resource: Resource, zone: str) -> str:
    only = len(placed.zones[resource.logical_id]) == 1
    return f"{'is' if only else 'may be'} in {zone}"
