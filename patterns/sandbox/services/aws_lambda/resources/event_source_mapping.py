"""AWS::Lambda::EventSourceMapping. Not modelled: sources other than SQS and DynamoDB, pollers, metrics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Shape, Target, same
from patterns.sandbox.provider.listed import TaggedApart, entry
from patterns.sandbox.provider.reading import Responses

DEFAULTS: Mapping[str, Any] = {
    "Enabled": True,
    "MaximumBatchingWindowInSeconds": 0,
    "FilterCriteria": {"Filters": []},
    "FunctionResponseTypes": [],
    "ScalingConfig": {},
    "DestinationConfig": {"OnFailure": {}},
    "BisectBatchOnFunctionError": False,
    "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1,
    "ParallelizationFactor": 1,
    "TumblingWindowInSeconds": 0,
}
"""What a setting is when nobody says.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
"""
BATCH = {"sqs": 10, "dynamodb": 100, "kinesis": 100}
"""Service of the source -> how many records go into a batch when nobody says."""


def setting(name: str, from_service: Shape = same) -> Property:
    """The row of a setting, all of which are changed in one call."""
    return Property(name, create=name, get=entry(name), code="set_settings", from_service=from_service)


def _there(described: dict[str, Any]) -> dict[str, Any] | None:
    """A block of settings, None where all of it is empty."""
    return described if any(described.values()) else None


class EventSourceMapping(TaggedApart):
    """What Lambda polls for a function; its physical id is a UUID."""

    type = "AWS::Lambda::EventSourceMapping"
    service = "lambda"
    tagging = tags.Tagging("Resource", shape=dict, listing="list_tags")
    identifier = "UUID"
    creation = "create_event_source_mapping"
    deletion = "delete_event_source_mapping"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_event_source_mappings", "EventSourceMappings")
    entry_id = "UUID"
    properties = (
        Property("EventSourceArn", create="EventSourceArn", get=entry("EventSourceArn")),
        Property("StartingPosition", create="StartingPosition", get=entry("StartingPosition")),
        Property("FunctionName", create="FunctionName", get=entry("FunctionArn"), code="set_settings"),
        Property("Enabled", create="Enabled", default=True, get=entry("State"), code="set_settings",
                 from_service=lambda state: state == "Enabled"),
        setting("BatchSize"),
        setting("MaximumBatchingWindowInSeconds"),
        setting("FilterCriteria", _there),
        setting("FunctionResponseTypes"),
        setting("ScalingConfig", _there),
        setting("DestinationConfig", _there),
        setting("BisectBatchOnFunctionError"),
        setting("MaximumRecordAgeInSeconds"),
        setting("MaximumRetryAttempts"),
        setting("ParallelizationFactor"),
        setting("TumblingWindowInSeconds"),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags", to_service=tags.by_key,
                 from_service=tags.as_list),
    )  # fmt: skip
    examples = (
        {"EventSourceArn": "{queue.Arn}", "FunctionName": "{function}"},
        {
            "EventSourceArn": "{queue.Arn}",
            "FunctionName": "{other_function.Arn}",
            "BatchSize": 5,
            "MaximumBatchingWindowInSeconds": 20,
            "Enabled": False,
            "FilterCriteria": {"Filters": [{"Pattern": '{"body": {"kind": ["order"]}}'}]},
            "FunctionResponseTypes": ["ReportBatchItemFailures"],
            "ScalingConfig": {"MaximumConcurrency": 2},
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "EventSourceArn": "{table.StreamArn}",
            "FunctionName": "{function}",
            "StartingPosition": "LATEST",
            "DestinationConfig": {"OnFailure": {"Destination": "{queue.Arn}"}},
            "BisectBatchOnFunctionError": True,
            "MaximumRecordAgeInSeconds": 3600,
            "MaximumRetryAttempts": 3,
            "ParallelizationFactor": 2,
            "TumblingWindowInSeconds": 30,
        },
        {
            "EventSourceArn": "{table.StreamArn}",
            "FunctionName": "{function.Arn}",
            "StartingPosition": "LATEST",
            "Tags": [{"Key": "Project", "Value": "other"}],
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The UUID."""
        return str(response["UUID"])

    def set_settings(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs, in one call; what is no longer declared goes back to the service's own value."""
        new = target.properties
        defaults = {**DEFAULTS, "BatchSize": BATCH.get(new["EventSourceArn"].split(":")[2])}
        names = [row.name for row in self.properties if row.code == "set_settings"]
        wanted = {name: new.get(name, defaults.get(name)) for name in names if old.get(name) != new.get(name)}
        target.account.administrator("lambda").update_event_source_mapping(UUID=target.physical_id, **wanted)

    def tagged(self, target: Target) -> str:
        """The mapping's ARN."""
        return _arn(target)

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The mapping, with its function named as the template names it where it is that one."""
        described = super().read_one(responses)
        if described and described["FunctionName"].endswith(f":function:{responses.target.properties['FunctionName']}"):
            described["FunctionName"] = responses.target.properties["FunctionName"]
        return described

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html."""
        return {"EventSourceMappingArn": _arn(target), "Id": target.physical_id}


def _arn(target: Target) -> str:
    account = target.account
    return f"arn:aws:lambda:{account.region}:{account.account_id}:event-source-mapping:{target.physical_id}"


PROVIDER = EventSourceMapping()
