"""What AWS IoT asks of IAM about its rules.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiot.html
Not modelled: things, certificates, policies of devices, jobs, and what devices themselves call.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pass_role


def _rule(situation: Situation) -> str:
    return situation.arn("iot", f"rule/{situation.text('ruleName') or '*'}")


def _roles(situation: Situation) -> Iterator[Ask]:
    """Every action of a rule has a role of its own: https://docs.aws.amazon.com/iot/latest/developerguide/pass-role.html."""
    payload = situation.params.get("topicRulePayload") or {}
    actions = [*(payload.get("actions") or ()), payload.get("errorAction") or {}]
    for action in actions:
        for settings in action.values():
            yield from pass_role(settings.get("roleArn"), "iot.amazonaws.com")


SERVICE = Service(
    prefix="iot",
    resources={"rule": _rule},
    operations={
        "": "ListTopicRules",
        "rule": "CreateTopicRule DeleteTopicRule DisableTopicRule EnableTopicRule GetTopicRule ReplaceTopicRule",
    },
    also={"CreateTopicRule": _roles, "ReplaceTopicRule": _roles},
)
