"""What Elastic Load Balancing refuses of balancers, listeners and rules beside the network and each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.refusals import Refusal, is_decided
from patterns.refusals._beside import Declared, Others, Relation, identity
from patterns.refusals._beside.ec2 import has_way_out, network_of
from patterns.refusals.elbv2 import balancers, routing

BALANCER, LISTENER = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancingV2::Listener"
GROUP, SUBNET = "AWS::ElasticLoadBalancingV2::TargetGroup", "AWS::EC2::Subnet"


def _place(balancer: Declared, others: Others) -> Iterator[Refusal]:
    subnets = [others.target(subnet, SUBNET) for subnet in balancer.asked.get("Subnets") or ()]
    zones = [identity(subnet.asked.get("AvailabilityZone")) for subnet in subnets if subnet is not None]
    known = [zone for zone in zones if zone is not None]
    if len(set(known)) < len(known):
        yield balancers.CONFIGURATION, balancers.ONE_ZONE_TWICE


def _way_in(balancer: Declared, others: Others) -> Iterator[Refusal]:
    network = network_of(next(iter(balancer.asked.get("Subnets") or ()), None), others)
    if network is not None:
        scheme = balancer.asked.get("Scheme") or "internet-facing"
        has_gateway = has_way_out(network, others)
        yield from balancers.wrong_way_in(
            network.logical_id, has_gateway, scheme, balancer.asked.get("Type") or "application"
        )


def _port(listener: Declared, others: Others) -> Iterator[Refusal]:
    if others.before(listener, sharing=("LoadBalancerArn", "Port")):
        yield routing.taken_port(str(identity(listener.asked["LoadBalancerArn"])))


def _protocol(listener: Declared, others: Others) -> Iterator[Refusal]:
    balancer = others.target(listener.asked["LoadBalancerArn"], BALANCER)
    if balancer is not None:
        yield from routing.wrong_protocol(listener.asked.get("Protocol"), balancer.asked.get("Type") or "application")


def _groups(listener: Declared, others: Others) -> Iterator[Refusal]:
    """A group of TCP takes nothing from an application load balancer."""
    balancer = others.target(listener.asked["LoadBalancerArn"], BALANCER)
    if balancer is None or (balancer.asked.get("Type") or "application") != "application":
        return
    for named in _forwarded(listener.asked.get("DefaultActions") or ()):
        group = others.target(named, GROUP)
        protocol = group.asked.get("Protocol") if group is not None else None
        place = others.target(group.asked.get("VpcId"), "AWS::EC2::VPC") if group is not None else None
        here = network_of(next(iter(balancer.asked.get("Subnets") or ()), None), others)
        if group is not None and place is not None and here is not None and place is not here:
            told = "The following target groups are in a different VPC than load balancer"
            yield balancers.CONFIGURATION, f"{told} '{balancer.logical_id}': {group.logical_id}"
        if group is not None and protocol is not None and protocol not in routing.WEB:
            yield balancers.CONFIGURATION, balancers.not_for_applications(group.logical_id, protocol)


def _forwarded(actions: Any) -> Iterator[Any]:
    for action in actions:
        if action.get("TargetGroupArn") is not None:
            yield action["TargetGroupArn"]
        yield from (
            target_group["TargetGroupArn"]
            for target_group in (action.get("ForwardConfig") or {}).get("TargetGroups") or ()
        )


def _shared(listener: Declared, others: Others) -> Iterator[Refusal]:
    """A group is of one load balancer: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html."""
    own, named = identity(listener.asked["LoadBalancerArn"]), {}
    for group in _forwarded(listener.asked.get("DefaultActions") or ()):
        named[identity(group)] = group
    for other in others.earlier(listener):
        balancer = identity(other.asked["LoadBalancerArn"])
        if own is None or balancer in (own, None):
            continue
        for group in map(identity, _forwarded(other.asked.get("DefaultActions") or ())):
            if group is not None and group in named:
                told = "The following target groups cannot be associated with more than one load balancer"
                yield "TargetGroupAssociationLimit", f"{told}: {group}"


def _priority(rule: Declared, others: Others) -> Iterator[Refusal]:
    if is_decided(rule.asked["Priority"]) and others.before(rule, sharing=("ListenerArn", "Priority")):
        yield routing.taken_priority(rule.asked["Priority"])


TYPES: dict[str, tuple[Relation, ...]] = {
    BALANCER: (_place, _way_in),
    LISTENER: (_port, _protocol, _groups, _shared),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (_priority,),
}
