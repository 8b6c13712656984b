"""What Elastic Load Balancing asks of IAM: application, network and gateway load balancers.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
Not modelled: classic load balancers, trust stores, and capacity reservations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Asks, Service, Situation, pairs
from patterns.sandbox.permissions.refusals import Wording

PREFIX = "elasticloadbalancing"
TYPES = {"application": "app", "network": "net", "gateway": "gwy"}


def _balancer(situation: Situation) -> str:
    kind = TYPES.get(situation.text("Type") or "application", "app")
    named = situation.text("LoadBalancerArn")
    return named or situation.arn(PREFIX, f"loadbalancer/{kind}/{situation.text('Name') or '*'}/*")


def _target_group(situation: Situation) -> str:
    named = situation.text("TargetGroupArn")
    return named or situation.arn(PREFIX, f"targetgroup/{situation.text('Name') or '*'}/*")


def _listener(situation: Situation) -> str:
    return situation.text("ListenerArn") or situation.arn(PREFIX, "listener/*")


def _rules(situation: Situation) -> list[str]:
    several: Any = situation.params.get("RulePriorities") or ()
    named = [str(one["RuleArn"]) for one in several]
    return named or [situation.text("RuleArn") or situation.arn(PREFIX, "listener-rule/app/*/*/*/*")]


def _tagged(situation: Situation) -> list[str]:
    return [str(arn) for arn in situation.params.get("ResourceArns") or ["*"]]


def _making(arn: Callable[[Situation], str]) -> Asks:
    """The tags that a new resource gets at once."""

    def asks(situation: Situation) -> Iterator[Ask]:
        if situation.params.get("Tags"):
            made = {"elasticloadbalancing:CreateAction": situation.operation}
            yield Ask(f"{PREFIX}:AddTags", arn(situation), made, tuple(made))

    return asks


def _new_listener(situation: Situation) -> str:
    return _balancer(situation).replace(":loadbalancer/", ":listener/") + "/*"


def _new_rule(situation: Situation) -> str:
    return _listener(situation).replace(":listener/", ":listener-rule/") + "/*"


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    context: dict[str, Value] = {}
    if params.get("Scheme"):
        context["elasticloadbalancing:Scheme"] = params["Scheme"]
    for name, key in (("Subnets", "Subnet"), ("SecurityGroups", "SecurityGroup")):
        if params.get(name):
            context[f"elasticloadbalancing:{key}"] = tuple(str(one) for one in params[name])
    if situation.operation in ("CreateListener", "ModifyListener") and params.get("Protocol"):
        context["elasticloadbalancing:ListenerProtocol"] = params["Protocol"]
    if params.get("SslPolicy"):
        context["elasticloadbalancing:SecurityPolicy"] = (params["SslPolicy"],)
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    tag_descriptions = situation.ask("elbv2", "describe_tags", ResourceArns=[arn]).get("TagDescriptions") or [{}]
    return dict(pairs(tag_descriptions[0].get("Tags")))


SERVICE = Service(
    prefix=PREFIX,
    resources={
        "balancer": _balancer,
        "target group": _target_group,
        "listener": _listener,
        "rules": _rules,
        "tagged": _tagged,
    },
    operations={
        "": """
            DescribeAccountLimits DescribeListenerAttributes DescribeListenerCertificates DescribeListeners
            DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeSSLPolicies DescribeTags
            DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth
        """,
        "balancer": """
            CreateListener CreateLoadBalancer DeleteLoadBalancer ModifyLoadBalancerAttributes SetIpAddressType
            SetSecurityGroups SetSubnets
        """,
        "target group": """
            CreateTargetGroup DeleteTargetGroup DeregisterTargets ModifyTargetGroup ModifyTargetGroupAttributes
            RegisterTargets
        """,
        "listener": """
            AddListenerCertificates CreateRule DeleteListener ModifyListener ModifyListenerAttributes
            RemoveListenerCertificates
        """,
        "rules": "DeleteRule ModifyRule SetRulePriorities",
        "tagged": "AddTags RemoveTags",
    },
    also={
        "CreateLoadBalancer": _making(_balancer),
        "CreateTargetGroup": _making(_target_group),
        "CreateListener": _making(_new_listener),
        "CreateRule": _making(_new_rule),
    },
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "elasticloadbalancing:ResourceTag"),
    wording=Wording(code="AccessDenied", status=403),
)
