"""Elastic Load Balancing: application, network and gateway load balancers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, Nothing, Service, SeveralZones
from patterns.knowledge._facts import chosen
from patterns.template.properties import at

SERVICE = Service("ElasticLoadBalancingV2", Family.NETWORK)
_PRICES = "https://aws.amazon.com/elasticloadbalancing/pricing/"


def _kind(properties: Mapping[str, Any]) -> Iterator[str]:
    yield str(at(properties, "Type") or "application")


def _port(properties: Mapping[str, Any]) -> Iterator[str]:
    protocol, port = at(properties, "Protocol"), at(properties, "Port")
    if protocol is not None and port is not None:
        yield f"{protocol} {port}"


TYPES: Mapping[str, About] = {
    "AWS::ElasticLoadBalancingV2::Listener": About(
        noun="listener",
        family=Family.NETWORK,
        references={
            "LoadBalancerArn": BELONGS_TO,
            "DefaultActions.*": "forwards to",
            "Certificates.*": "proves itself by",
        },
        facts=(_port,),
        lost=DECLARED,
        free=_PRICES,
    ),
    "AWS::ElasticLoadBalancingV2::ListenerRule": About(
        noun="listener rule",
        family=Family.NETWORK,
        references={"ListenerArn": BELONGS_TO, "Actions.*": "forwards to"},
        lost=DECLARED,
        free=_PRICES,
    ),
    "AWS::ElasticLoadBalancingV2::LoadBalancer": About(
        noun="load balancer",
        family=Family.NETWORK,
        references={"Subnet*": None, "SecurityGroups.*": "guarded by", "LoadBalancerAttributes.*": "access logs"},
        facts=(_kind, chosen("Scheme", value="internal", words="internal")),
        lost="its DNS name stops answering",
        zones=SeveralZones(
            "nodes of the load balancer",
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
        ),
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": About(
        noun="target group",
        family=Family.NETWORK,
        asks=True,
        references={"VpcId": None, "Targets.*": "sends to"},
        facts=(_port,),
        lost=Nothing("its targets run on, and are registered again by the template or the group they belong to"),
        free=_PRICES,
    ),
}
