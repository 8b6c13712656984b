"""AWS::Logs::LogGroup. Not modelled: data protection policies, field indexes, delivery to other accounts."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry


class LogGroup(ListedProvider):
    """Where log lines go; its name is its identity."""

    type = "AWS::Logs::LogGroup"
    service = "logs"
    tagging = tags.Tagging(
        "logGroupName", tag="tag_log_group", untag="untag_log_group", tags="tags", keys="tags", shape=dict
    )
    identifier = "logGroupName"
    creation = "create_log_group"
    deletion = "delete_log_group"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("describe_log_groups", "logGroups")
    entry_id = "logGroupName"
    properties = (
        Property("LogGroupName", create="logGroupName", get=entry("logGroupName")),
        Property("KmsKeyId", create="kmsKeyId", get=entry("kmsKeyId")),
        Property("LogGroupClass", create="logGroupClass", default="STANDARD", get=entry("logGroupClass"),
                 effect="Every class is stored, searched and kept like the standard one."),
        Property(
            "RetentionInDays",
            put=Call("put_retention_policy", "retentionInDays"),
            get=entry("retentionInDays"),
            remove="delete_retention_policy",
        ),
        Property(
            "Tags",
            get=Call("list_tags_log_group", "tags"),
            code="set_tags",
            from_service=tags.as_list,
        ),
    )  # fmt: skip
    examples = (
        {},
        {
            "LogGroupName": "/example/app",
            "RetentionInDays": 30,
            "KmsKeyId": "{log_key.Arn}",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {"LogGroupClass": "INFREQUENT_ACCESS"},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"logGroupName": target.name(longest=512), **given}

    def create(self, target: Target) -> str:
        """The service returns nothing: the name in the call is the id."""
        given = {
            p.create: target.properties[p.name] for p in self.properties if p.create and p.name in target.properties
        }
        arguments = self.creation_arguments(target, given)
        target.account.administrator("logs").create_log_group(**arguments)
        return str(arguments["logGroupName"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html."""
        account = target.account
        return {"Arn": f"arn:aws:logs:{account.region}:{account.account_id}:log-group:{target.physical_id}:*"}


PROVIDER = LogGroup()
