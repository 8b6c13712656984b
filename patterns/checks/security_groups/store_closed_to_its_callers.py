"""A database or cache that nobody can reach, or not the resource that is given its address."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.checks._reach import network
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.network.addresses import FAMILIES
from patterns.network.declared import Declared, Part
from patterns.network.endpoints import Party
from patterns.network.filters import Traffic
from patterns.network.groups import EGRESS, GROUP, INGRESS, Group, groups
from patterns.network.reachability import Reachability
from patterns.network.stores import STORES, owner
from patterns.template.properties import of_type
from patterns.template.resolve import Resolved
from patterns.template.values import references_of

CALLS_NOBODY = (
    *STORES, GROUP, INGRESS, EGRESS, "AWS::EC2::VPCEndpoint", "AWS::ElasticLoadBalancing::LoadBalancer",
)  # fmt: skip
"""What may wear or name a group, and opens no connection to a store."""


def _places(resolved: Resolved) -> Places:
    if not any(of_type(resolved, *STORES)):
        return
    found, reach = network(resolved)
    known = groups(found)
    for store in found.of(*STORES):
        home, party = owner(found, store), reach.party(store.logical_id)
        if home is None or party is None or party.port is None or home.logical_id != store.logical_id:
            continue
        worn = [known.get(name) for name in found.names(home[STORES[home.type].groups])]
        if _closed(resolved, worn, party.port) or _cut_off(found, reach, party):
            name = STORES[store.type].groups
            yield store.logical_id, (name,) if name in store.properties else ()


def _closed(resolved: Resolved, worn: list[Group | None], port: int) -> bool:
    """Whether groups, all of them of this template, let in at a port only members of groups that no caller wears."""
    if not worn or any(group is None or group.doubt for group in worn):
        return False
    own = {group.name for group in worn if group}
    asked, inbound = Traffic("tcp", (port, port)), [rule for group in worn if group for rule in group.inbound]
    rules = [rule for rule in inbound if any(rule.concerns(asked, family) for family in FAMILIES)]
    if any(rule.doubt or not rule.group for rule in rules):
        return False
    return not _in_outputs(resolved, own) and not any(_has_caller(resolved, rule.group, own) for rule in rules)


def _in_outputs(resolved: Resolved, names: set[str]) -> bool:
    """Whether other stacks may be told of a group, to add a rule of their own."""
    return any(name in names for output in resolved.outputs.values() for name, _ in references_of(output.value))


def _has_caller(resolved: Resolved, group: str, own: set[str]) -> bool:
    """Whether something that may open a connection wears a group, or a group is not of this template."""
    if group not in resolved.resources:
        return True
    return _in_outputs(resolved, {group}) or any(
        _may_call(resource.type, resource.properties.get("Type"))
        and any(name == group for name, _ in references_of(resource.properties))
        for resource in resolved.resources.values()
    )


def _may_call(kind: str, balancer: object) -> bool:
    """An Application Load Balancer calls its targets only, and these are no databases."""
    is_application = kind == "AWS::ElasticLoadBalancingV2::LoadBalancer" and balancer in (None, "application")
    return kind not in CALLS_NOBODY and not is_application


def _cut_off(declared: Declared, reach: Reachability, store: Party) -> bool:
    """Whether something that is given the store's address cannot reach it."""
    assert store.port is not None
    return any(
        caller.can_start and reach.between(caller.name, store.name, "tcp", store.port).reachable is False
        for caller in _told(declared, reach, store.name)
    )


def _told(declared: Declared, reach: Reachability, store: str) -> Iterator[Party]:
    for part in declared.parts.values():
        party = reach.party(part.logical_id)
        if party is not None and any(_has_address(piece, store) for piece in (part, *_descriptions(declared, part))):
            yield party


def _descriptions(declared: Declared, part: Part) -> Iterator[Part]:
    """The launch template, launch configuration or task definition that tells what runs in a party."""
    kinds = ("AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration", "AWS::ECS::TaskDefinition")
    for name, _ in references_of(dict(part.properties)):
        there = declared.parts.get(name)
        if there is not None and there.type in kinds:
            yield there


def _has_address(part: Part, store: str) -> bool:
    told = references_of(dict(part.properties))
    return any(name == store and "endpoint" in attribute.lower() for name, attribute in told)


RULE = Rule(
    id="SG-006",
    title="Who needs this database cannot reach it",
    why=(
        "A security group denies what no rule allows: nothing in this template that is told the address, or is let in "
        "at the port, can connect. Let in the security group that the application wears, at the port of the database."
    ),
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.RDSSecurityGroups.html",
    pillar=Pillar.RELIABILITY,
    best_practice="REL02-BP02",
    severity=Severity.MEDIUM,
    places=_places,
)
