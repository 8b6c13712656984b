"""Single points of failure: what stops when one zone, NAT gateway, instance, key or database of a template is lost.

Found from routes, references and Multi-AZ settings together. Not modelled: how much load is left to carry, Regions,
limits of an account, and what stands outside of the template.
https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/use-fault-isolation-to-protect-your-workload.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from patterns.analysis.zone_loss.effects import Effect, Loss, Outcome
from patterns.analysis.zone_loss.placement import Placed, placed
from patterns.knowledge import about
from patterns.network.reachability import Reachability, reachability
from patterns.template.graph import edges
from patterns.template.properties import at
from patterns.template.resolve import REGION, Resolved, Resource, resolve

__all__ = ["Effect", "Loss", "Outcome", "SinglePoints", "single_points"]

KEY, NAT, INSTANCE = "AWS::KMS::Key", "AWS::EC2::NatGateway", "AWS::EC2::Instance"
"""What is lost in a way of its own: the data under a key, the way out through a gateway, an instance by itself."""

_DECIDES = {"KeyPolicy", "PolicyDocument", "Policies", "AssumeRolePolicyDocument", "ResourcePolicy"}
"""Properties that mention a resource only to say who may use it."""

_NAT_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html"
_KEYS = "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html"


@dataclass(frozen=True)
class SinglePoints:
    """Every loss that was asked about, those that do no harm included: zones first, then the template's order."""

    losses: tuple[Loss, ...]

    def __iter__(self) -> Iterator[Loss]:
        return (loss for loss in self.losses if loss.is_single_point)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def loss(self, name: str) -> Loss:
        """What the loss of this zone or resource does. Raises `KeyError` for one that was not asked about."""
        for loss in self.losses:
            if loss.name == name:
                return loss
        known = ", ".join(loss.name for loss in self.losses) or "nothing that can be lost"
        raise KeyError(f"{name!r} is not one of the things that can be lost here: {known}")

    def __repr__(self) -> str:
        return "\n".join(map(str, self)) or "no single point of failure"


def single_points(source: Any, *, parameters: Mapping[str, Any] | None = None, region: str = REGION) -> SinglePoints:
    """The single points of failure of a template: a pattern, a template in any form, or a `Resolved`.

    `parameters` are values for its deploy-time parameters, `region` is where it would be deployed. Raises
    `TemplateError` for a template that cannot be read.
    """
    resolved = source if isinstance(source, Resolved) else resolve(source, parameters=parameters, region=region)
    network = reachability(resolved)
    found = placed(resolved, {subnet.logical_id: subnet.zone for subnet in network.subnets})
    zones = [_zone(found, network, zone) for zone in sorted({*network.zones, *found.all_zones()})]
    alone = [
        Loss(kind, resource.logical_id, tuple(_by_itself(found, network, resource)))
        for resource in resolved.resources.values()
        if (kind := about(resource.type).lost_alone)
    ]
    return SinglePoints((*zones, *alone))


def _zone(found: Placed, network: Reachability, zone: str) -> Loss:
    lost = {subnet.logical_id for subnet in network.subnets if subnet.zone == zone}
    cut = {cut_off.subnet: f"its way out is {cut_off.through}, in {zone}" for cut_off in network.cut_off_by(zone)}
    return Loss("zone", zone, (*found.without(zone), *_cut_off(found, network, cut, gone=lost)))


def _by_itself(found: Placed, network: Reachability, resource: Resource) -> Iterator[Effect]:
    name = resource.logical_id
    if resource.type == NAT:
        others = {way.subnet for way in network.ways_out if way.works and way.through != name}
        used = {way.subnet for way in network.ways_out if way.works and way.through == name}
        yield from _cut_off(found, network, dict.fromkeys(used - others, f"its only way out is {name}"))
    elif resource.type == KEY:
        yield from _encrypted(found.resolved, name)
    else:
        own = _own(found, resource)
        yield own
        if own.outcome.is_failure:
            yield from _askers(found.resolved, name)


def _own(found: Placed, resource: Resource) -> Effect:
    """What becomes of a thing that is lost itself: as if the zone it stands in were."""
    zones = sorted(found.zones.get(resource.logical_id, ()))
    for effect in found.without(zones[0]) if zones else ():
        if effect.logical_id == resource.logical_id:
            return effect
    if resource.type != INSTANCE and is_doubled(resource):
        return Effect(resource.logical_id, Outcome.FAILS_OVER, "another takes over")
    return Effect(resource.logical_id, Outcome.STOPS, "there is only one")


def is_doubled(resource: Resource) -> bool:
    """Whether a database or cache whose place is not known has somebody to take over."""
    return any(at(resource.properties, name) in (True, "true") for name in ("MultiAZ", "AutomaticFailoverEnabled"))


def _cut_off(
    found: Placed, network: Reachability, cut: Mapping[str, str], gone: AbstractSet[str] = frozenset()
) -> Iterator[Effect]:
    """The subnets that have no way out any more, and what stands there; a tier with another way keeps part of it."""
    ways = {way.subnet for way in network.ways_out if way.works} - cut.keys() - gone
    for members in network.tiers.values():
        names = [member.logical_id for member in members]
        kept = [name for name in names if name in ways]
        for name in (name for name in names if name in cut):
            who = _standing_in(found, name)
            why = cut[name] + (f"; it affects {', '.join(who)}" if who else "")
            if kept:
                yield Effect(name, Outcome.REDUCED, f"{why}; {', '.join(kept)} keeps its own")
            else:
                yield Effect(name, Outcome.CUT_OFF, why, _NAT_PAGE)


def _standing_in(found: Placed, subnet: str) -> list[str]:
    """What stands in a subnet and can run, in the order of the template."""
    sources = (edge.source for edge in edges(found.resolved) if edge.target == subnet)
    return list(dict.fromkeys(name for name in sources if name in found.zones))


def _encrypted(resolved: Resolved, key: str) -> Iterator[Effect]:
    """What is encrypted with a key; who is only allowed to use it loses nothing of its own."""
    told: set[str] = set()
    aliases = {edge.source for edge in edges(resolved) if edge.target == key and _is_alias(resolved, edge.source)}
    for edge in edges(resolved):
        if edge.target not in {key, *aliases} or edge.source in {key, *aliases, *told} or _only_decides(edge.path):
            continue
        if not any("Key" in str(part) for part in edge.path):
            continue
        told.add(edge.source)
        yield Effect(edge.source, Outcome.UNREADABLE, f"it is encrypted with {key}, and a key has no copy", _KEYS)


def _is_alias(resolved: Resolved, logical_id: str) -> bool:
    return resolved.resources[logical_id].type == "AWS::KMS::Alias"


def _only_decides(path: tuple[str | int, ...]) -> bool:
    return bool(_DECIDES & set(path)) or path == ("DependsOn",)


def _askers(resolved: Resolved, name: str) -> Iterator[Effect]:
    """Who names a thing in what it runs with: its address, its id, its secret."""
    told: set[str] = set()
    for edge in edges(resolved):
        is_asker = edge.target == name and not _only_decides(edge.path)
        if is_asker and edge.source not in told and about(resolved.resources[edge.source].type).asks:
            told.add(edge.source)
            yield Effect(edge.source, Outcome.NEEDS_IT, f"its {edge.path[0]} names {name}")
