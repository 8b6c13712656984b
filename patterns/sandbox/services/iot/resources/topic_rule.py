"""AWS::IoT::TopicRule. Not modelled: what is published, and what a rule does with it; tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed

PAYLOAD = "TopicRulePayload"
OF_ONES_OWN = frozenset({"ClientProperties", "clientProperties"})
"""Maps whose keys are the template's own."""


def to_service(value: Any) -> Any:
    """A rule as the service writes it: the same names, beginning small."""
    return _renamed(value, str.lower)


def from_service(value: Any) -> Any:
    """A rule as CloudFormation writes it, without what only describes it."""
    told = {name: member for name, member in value.items() if name not in ("ruleName", "createdAt")}
    return {name: member for name, member in _renamed(told, str.upper).items() if member not in ("", {}, None)}


def _renamed(value: Any, first: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        return {
            first(name[:1]) + name[1:]: member if name in OF_ONES_OWN else _renamed(member, first)
            for name, member in value.items()
        }
    return [_renamed(member, first) for member in value] if isinstance(value, list | tuple) else value


class TopicRule(ListedProvider):
    """What is to be done with messages of a topic; its name is its identity."""

    type = "AWS::IoT::TopicRule"
    service = "iot"
    identifier = "ruleName"
    creation = "create_topic_rule"
    deletion = "delete_topic_rule"
    gone = frozenset({"ResourceNotFoundException", "UnauthorizedException"})
    names_itself = True
    listing = Call("list_topic_rules", "rules")
    entry_id = "ruleName"
    properties = (
        Property("RuleName", create="ruleName", get=entry("ruleName")),
        Property(PAYLOAD, create="topicRulePayload", put=Call("replace_topic_rule", "topicRulePayload"),
                 get=entry("rule"), to_service=to_service, from_service=from_service,
                 effect="Nothing is done with a message."),
    )  # fmt: skip
    examples = (
        {
            PAYLOAD: {
                "Sql": "SELECT * FROM 'work/#'",
                "Actions": [{"Sqs": {"QueueUrl": "{queue}", "RoleArn": "{role.Arn}", "UseBase64": False}}],
            }
        },
        {
            "RuleName": "example_rule",
            PAYLOAD: {
                "Sql": "SELECT temperature FROM 'rooms/+/climate' WHERE temperature > 30",
                "AwsIotSqlVersion": "2016-03-23",
                "Description": "Rooms that are too warm.",
                "RuleDisabled": True,
                "Actions": [{"Lambda": {"FunctionArn": "{function.Arn}"}}],
                "ErrorAction": {"Sns": {"TargetArn": "{topic}", "RoleArn": "{role.Arn}", "MessageFormat": "RAW"}},
            },
        },
        {
            PAYLOAD: {
                "Sql": "SELECT * FROM 'work/done'",
                "RuleDisabled": False,
                "Actions": [
                    {"S3": {"BucketName": "{bucket}", "Key": "${timestamp()}", "RoleArn": "{role.Arn}"}},
                    {"DynamoDBv2": {"PutItem": {"TableName": "{table}"}, "RoleArn": "{role.Arn}"}},
                ],
            }
        },
    )

    def create(self, target: Target) -> str:
        """The service returns nothing: the name in the call is the id, made up of what it takes where none is given."""
        name = target.properties.get("RuleName") or target.name(longest=128).replace("-", "_")
        payload = to_service(target.properties[PAYLOAD])
        target.account.administrator("iot").create_topic_rule(ruleName=name, topicRulePayload=payload)
        return str(name)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> rule, each of which is asked for what it does."""
        client = account.observer("iot")
        names = [str(one["ruleName"]) for one in listed(account, self.service, self.listing)]
        wanted = {target.physical_id for target in targets}
        asked = [name for name in names if not targets or name in wanted]
        return {name: {"ruleName": name, "rule": client.get_topic_rule(ruleName=name)["rule"]} for name in asked}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The rule's ARN."""
        account = target.account
        return {"Arn": f"arn:aws:iot:{account.region}:{account.account_id}:rule/{target.physical_id}"}


PROVIDER = TopicRule()
