"""What CloudWatch Logs asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
Not modelled: deliveries, anomaly detectors, transformers and what else no pattern uses.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pass_role


def _group(situation: Situation) -> str:
    """A group as an action about groups names it: IAM's ARNs of them end with an asterisk for its streams."""
    return f"{_plain(situation)}:*"


def _plain(situation: Situation, named: str | None = None) -> str:
    name = named or situation.text("logGroupName") or situation.text("logGroupIdentifier") or "*"
    return name.removesuffix(":*") if name.startswith("arn:") else situation.arn("logs", f"log-group:{name}")


def _stream(situation: Situation) -> str:
    return f"{_plain(situation)}:log-stream:{situation.text('logStreamName') or '*'}"


def _tagged(situation: Situation) -> str:
    return situation.text("resourceArn") or _group(situation)


def _query(situation: Situation) -> Iterator[Ask]:
    params = situation.params
    named = params.get("logGroupNames") or params.get("logGroupIdentifiers") or [params.get("logGroupName") or "*"]
    for one in named:
        yield Ask("logs:StartQuery", f"{_plain(situation, str(one))}:*")


def _created(situation: Situation) -> Iterator[Ask]:
    if situation.params.get("tags"):
        yield Ask("logs:TagResource", _group(situation))
    if situation.params.get("kmsKeyId"):
        yield Ask("logs:AssociateKmsKey", _group(situation))


def _subscribe(situation: Situation) -> Iterator[Ask]:
    """https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html."""
    yield from pass_role(situation.params.get("roleArn"), "logs.amazonaws.com")


def _keys(situation: Situation) -> dict[str, Value]:
    destination = situation.text("destinationArn")
    return {"logs:DestinationArn": destination} if destination else {}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    group = arn.partition(":log-stream:")[0].removesuffix(":*")
    return dict(situation.ask("logs", "list_tags_for_resource", resourceArn=group).get("tags") or {})


SERVICE = Service(
    prefix="logs",
    resources={"group": _group, "stream": _stream, "tagged": _tagged},
    operations={
        "": """
            DeleteQueryDefinition DeleteResourcePolicy DescribeDestinations DescribeExportTasks DescribeLogGroups
            DescribeQueries DescribeQueryDefinitions DescribeResourcePolicies PutQueryDefinition PutResourcePolicy
            StopQuery TestMetricFilter
        """,
        "group": """
            AssociateKmsKey CreateExportTask CreateLogGroup DeleteLogGroup DeleteMetricFilter DeleteRetentionPolicy
            DeleteSubscriptionFilter DescribeLogStreams DescribeMetricFilters DescribeSubscriptionFilters
            DisassociateKmsKey FilterLogEvents GetLogGroupFields GetLogRecord GetQueryResults ListTagsLogGroup
            PutMetricFilter PutRetentionPolicy PutSubscriptionFilter TagLogGroup UntagLogGroup
        """,
        "stream": "CreateLogStream DeleteLogStream GetLogEvents PutLogEvents",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    several={"StartQuery": _query},
    also={"CreateLogGroup": _created, "PutSubscriptionFilter": _subscribe},
    keys=_keys,
    tags=_tags,
)
