"""AWS::ElasticLoadBalancingV2::ListenerRule. Not modelled: transforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.elbv2.resources._base import TAGS, BalancingProvider


class ListenerRule(BalancingProvider):
    """Which requests of a listener go elsewhere."""

    type = "AWS::ElasticLoadBalancingV2::ListenerRule"
    identifier = "RuleArn"
    creation = "create_rule"
    deletion = "delete_rule"
    gone = frozenset({"RuleNotFound"})
    entry_id = "RuleArn"
    properties = (
        Property("ListenerArn", create="ListenerArn", get=entry("ListenerArn")),
        Property("Priority", create="Priority", get=entry("Priority"), code="set_priority", from_service=int),
        Property("Conditions", create="Conditions", get=entry("Conditions"), code="change"),
        Property("Actions", create="Actions", get=entry("Actions"), code="change"),
        TAGS,
    )
    examples = (
        {
            "ListenerArn": "{listener}",
            "Priority": 10,
            "Conditions": [{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/api/*"]}}],
            "Actions": [{"Type": "forward", "TargetGroupArn": "{target_group}"}],
        },
        {
            "ListenerArn": "{other_listener}",
            "Priority": 20,
            "Conditions": [{"Field": "host-header", "HostHeaderConfig": {"Values": ["www.example.com"]}}],
            "Actions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "503"}}],
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The rule's ARN."""
        return str(response["Rules"][0]["RuleArn"])

    def set_priority(self, target: Target, old: Mapping[str, Any]) -> None:
        """Move it among the listener's rules; one that is in its place already is left there."""
        if int(self.entry(target)["Priority"]) == target.properties["Priority"]:
            return
        wanted = [{"RuleArn": target.physical_id, "Priority": target.properties["Priority"]}]
        target.account.administrator("elbv2").set_rule_priorities(RulePriorities=wanted)

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change conditions and actions in one call."""
        asked = {name: target.properties[name] for name in ("Conditions", "Actions")}
        target.account.administrator("elbv2").modify_rule(**self.identity(target), **asked)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> rule of the targets' listeners, with tags; without targets, of all listeners."""
        client = account.observer("elbv2")
        listeners = dict.fromkeys(target.properties["ListenerArn"] for target in targets)
        if not targets:
            pages = client.get_paginator("describe_load_balancers").paginate()
            balancers = [balancer["LoadBalancerArn"] for page in pages for balancer in page["LoadBalancers"]]
            listed = (client.describe_listeners(LoadBalancerArn=arn)["Listeners"] for arn in balancers)
            listeners = dict.fromkeys(one["ListenerArn"] for some in listed for one in some)
        entries: dict[str, dict[str, Any]] = {}
        for arn in listeners:
            try:
                rules = client.describe_rules(ListenerArn=arn)["Rules"]
            except client.exceptions.ListenerNotFoundException:
                continue
            entries |= {rule["RuleArn"]: {**rule, "ListenerArn": arn} for rule in rules if not rule["IsDefault"]}
        self.add_tags(account, entries, targets)
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html."""
        return {"IsDefault": False, "RuleArn": target.physical_id}


PROVIDER = ListenerRule()
