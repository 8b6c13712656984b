"""Where the resources of a template stand, and what each does when its zone is lost.

A service that stands in a Region as a whole (S3, DynamoDB, SQS, Lambda outside of networks, ...) loses nothing with a
zone, and is not listed. Not modelled: EFS, MSK, OpenSearch and others with zones of their own, and placement groups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from patterns.analysis.losses.effects import Effect, Outcome
from patterns.findings import at, is_on
from patterns.template.graph import edges
from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown

SUBNET = "AWS::EC2::Subnet"
GROUPS_OF_SUBNETS = ("AWS::RDS::DBSubnetGroup", "AWS::ElastiCache::SubnetGroup")

_RDS = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZSingleStandby.html"
_AURORA = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html"
_CACHE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"
_GROUP = "https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-benefits.html"
_BALANCER = "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html"


@dataclass(frozen=True)
class Placed:
    """The resources of a template by where they stand: `zones` of each, as far as they are known."""

    resolved: Resolved
    zones: Mapping[str, frozenset[str]]
    members: Mapping[str, tuple[Resource, ...]]
    """Database instances by the cluster they belong to."""

    def all_zones(self) -> frozenset[str]:
        """Every zone that something stands in."""
        return frozenset().union(*self.zones.values())

    def without(self, zone: str) -> Iterable[Effect]:
        """What becomes of each resource that stands in a zone when it is lost."""
        for logical_id, zones in self.zones.items():
            resource = self.resolved.resources[logical_id]
            if zone in zones and (rule := RULES.get(resource.type)):
                found = rule(self, resource, zone)
                if found is not None:
                    yield found


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
            elif kind in GROUPS_OF_SUBNETS:
                found |= subnets_of(target)
        return found

    zones: dict[str, frozenset[str]] = {}
    members: dict[str, list[Resource]] = {}
    for logical_id, resource in resolved.resources.items():
        if resource.type not in RULES:
            continue
        own = at(resource.properties, "AvailabilityZone")
        known = {zone_of[subnet] for subnet in subnets_of(logical_id) if zone_of.get(subnet)}
        zones[logical_id] = frozenset({own}) if isinstance(own, str) else frozenset(known)
        if resource.type == DATABASE and (cluster := _named(resource.properties.get("DBClusterIdentifier"), resolved)):
            members.setdefault(cluster, []).append(resource)
    return Placed(resolved, zones, {name: tuple(found) for name, found in members.items()})


def _named(value: Any, resolved: Resolved) -> str:
    """The resource a value refers to, empty for none."""
    if not isinstance(value, Unknown):
        return ""
    return next((logical_id for logical_id, _ in value.references if logical_id in resolved.resources), "")


Rule = Callable[[Placed, Resource, str], "Effect | None"]
DATABASE = "AWS::RDS::DBInstance"


def _single(what: str) -> Rule:
    def rule(placed: Placed, resource: Resource, zone: str) -> Effect:
        return Effect(resource.logical_id, Outcome.STOPS, f"{what} is in {zone}, and nothing takes its place")

    return rule


def _spread(what: str, source: str) -> Rule:
    """A thing that stands in several zones keeps what is in the others."""

    def rule(placed: Placed, resource: Resource, zone: str) -> Effect:
        others = sorted(placed.zones[resource.logical_id] - {zone})
        if not others:
            return Effect(resource.logical_id, Outcome.STOPS, f"all {what} are in {zone}", source)
        kept = f"{len(others)} of {len(others) + 1} zones are left: {', '.join(others)}"
        return Effect(resource.logical_id, Outcome.REDUCED, kept, source)

    return rule


def _database(placed: Placed, resource: Resource, zone: str) -> Effect | None:
    if _named(resource.properties.get("DBClusterIdentifier"), placed.resolved):
        return None  # its cluster tells
    if is_on(at(resource.properties, "MultiAZ")):
        why = "its standby in another zone takes over, typically within 60 to 120 seconds"
        return Effect(resource.logical_id, Outcome.FAILS_OVER, why, _RDS)
    where = f"it has no standby (MultiAZ is off) and {_may_stand(placed, resource, zone)}"
    return Effect(resource.logical_id, Outcome.STOPS, where, _RDS)


def _cluster(placed: Placed, resource: Resource, zone: str) -> Effect:
    count = len(placed.members.get(resource.logical_id, ()))
    if count > 1:
        why = f"one of its {count} instances becomes the writer, typically within 60 seconds"
        return Effect(resource.logical_id, Outcome.FAILS_OVER, why, _AURORA)
    where = f"its only instance {_may_stand(placed, resource, zone)}; the data is kept in three zones"
    return Effect(resource.logical_id, Outcome.STOPS, where, _AURORA)


def _cache(placed: Placed, resource: Resource, zone: str) -> Effect:
    properties = resource.properties
    fails_over = is_on(at(properties, "AutomaticFailoverEnabled"))
    if fails_over and is_on(at(properties, "MultiAZEnabled")):
        why = "a replica in another zone becomes the primary, typically within seconds"
        return Effect(resource.logical_id, Outcome.FAILS_OVER, why, _CACHE)
    lacking = "AutomaticFailoverEnabled" if not fails_over else "MultiAZEnabled"
    where = f"{lacking} is off, and its primary {_may_stand(placed, resource, zone)}"
    return Effect(resource.logical_id, Outcome.STOPS, where, _CACHE)


def _may_stand(placed: Placed, resource: Resource, zone: str) -> str:
    only = len(placed.zones[resource.logical_id]) == 1
    return f"{'is' if only else 'may be'} in {zone}"


RULES: Mapping[str, Rule] = {
    "AWS::EC2::Instance": _single("the instance"),
    "AWS::EC2::Volume": _single("the volume"),
    "AWS::EC2::VPCEndpoint": _spread("interfaces of the endpoint", _BALANCER),
    "AWS::AutoScaling::AutoScalingGroup": _spread("instances of the group", _GROUP),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _spread("nodes of the load balancer", _BALANCER),
    "AWS::Lambda::Function": _spread(
        "interfaces of the function", "https://docs.aws.amazon.com/lambda/latest/dg/security-resilience.html"
    ),
    DATABASE: _database,
    "AWS::RDS::DBCluster": _cluster,
    "AWS::ElastiCache::ReplicationGroup": _cache,
}
"""Type -> what becomes of such a resource in a lost zone."""
