"""What Elastic Load Balancing refuses of balancers, groups, listeners and rules, as far as it shows in what is asked.

Not here: networks, certificates and target groups that are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal
from patterns.refusals.elbv2 import balancers, routing

USUAL: Mapping[str, int] = {"HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5}
USUAL_OF_FUNCTIONS: Mapping[str, int] = {"HealthCheckIntervalSeconds": 35, "HealthCheckTimeoutSeconds": 30}


def checks(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the health checks of a new target group."""
    kind = asked.get("TargetType") or "instance"
    usual = USUAL_OF_FUNCTIONS if kind == "lambda" else USUAL
    yield from routing.wrong_checks({**usual, **asked}, asked.get("Protocol"), kind)


def _name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if asked.get("Name"):
        yield from balancers.wrong_name(asked["Name"])


def _security(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from routing.wrong_security(asked.get("Protocol"), asked.get("SslPolicy"), asked.get("Certificates") or ())


def _actions(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from routing.wrong_actions(asked.get("DefaultActions") or (), asked.get("Protocol"), asked.get("Port"))


def _conditions(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from routing.wrong_conditions(asked.get("Conditions") or ())


def balancer_attributes(given: Iterable[Mapping[str, Any]]) -> Iterator[Refusal]:
    """What is wrong with the attributes of a load balancer."""
    yield from routing.wrong_attributes({one["Key"]: one.get("Value") for one in given}, routing.OF_BALANCERS)


def group_attributes(given: Iterable[Mapping[str, Any]]) -> Iterator[Refusal]:
    """What is wrong with the attributes of a target group."""
    yield from routing.wrong_attributes({one["Key"]: one.get("Value") for one in given}, routing.OF_GROUPS)


def _attributes(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from balancer_attributes(asked.get("LoadBalancerAttributes") or ())


def _of_groups(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    yield from group_attributes(asked.get("TargetGroupAttributes") or ())


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (_name, balancers.wrong_choice, _attributes),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        routing.wrong_name,
        routing.wrong_place,
        routing.wrong_matcher,
        routing.wrong_numbers,
        checks,
        _of_groups,
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (routing.wrong_numbers, _security, _actions),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (routing.wrong_numbers, _conditions),
}
