"""AWS::ElasticLoadBalancingV2::Listener. Not modelled: mutual authentication, further certificates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.elbv2.resources._base import TAGS, BalancingProvider


def setting(name: str, **more: Any) -> Property:
    """The row of a setting, all of which are changed together."""
    return Property(name, create=name, get=entry(name), code="change", **more)


class Listener(BalancingProvider):
    """A port of a load balancer, and what becomes of a request that no rule takes."""

    type = "AWS::ElasticLoadBalancingV2::Listener"
    identifier = "ListenerArn"
    creation = "create_listener"
    deletion = "delete_listener"
    gone = frozenset({"ListenerNotFound"})
    entry_id = "ListenerArn"
    properties = (
        Property("LoadBalancerArn", create="LoadBalancerArn", get=entry("LoadBalancerArn")),
        setting("Port"),
        setting("Protocol"),
        setting("SslPolicy"),
        setting("Certificates"),
        setting("DefaultActions"),
        TAGS,
    )
    examples = (
        {
            "LoadBalancerArn": "{balancer}",
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{target_group}"}],
        },
        {
            "LoadBalancerArn": "{other_balancer}",
            "Port": 443,
            "Protocol": "HTTPS",
            "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "Certificates": [{"CertificateArn": "{certificate}"}],
            "DefaultActions": [{"Type": "forward", "TargetGroupArn": "{other_target_group}"}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "LoadBalancerArn": "{balancer}",
            "Port": 8080,
            "Protocol": "HTTP",
            "DefaultActions": [
                {
                    "Type": "redirect",
                    "RedirectConfig": {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"},
                }
            ],
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The listener's ARN."""
        return str(response["Listeners"][0]["ListenerArn"])

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change what differs in one call."""
        names = [row.name for row in self.properties if row.code == "change" and row.name in target.properties]
        asked = {name: target.properties[name] for name in names if old.get(name) != target.properties[name]}
        if asked:
            target.account.administrator("elbv2").modify_listener(**self.identity(target), **asked)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> listener of every load balancer, with tags for the targets."""
        client = account.observer("elbv2")
        pages = client.get_paginator("describe_load_balancers").paginate()
        balancers = [balancer["LoadBalancerArn"] for page in pages for balancer in page["LoadBalancers"]]
        listed = (client.describe_listeners(LoadBalancerArn=arn)["Listeners"] for arn in balancers)
        entries = {one["ListenerArn"]: one for some in listed for one in some}
        self.add_tags(account, entries, targets)
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """The listener's ARN."""
        return {"ListenerArn": target.physical_id}


PROVIDER = Listener()
