"""Lambda looks at queue, stream and role before it makes or changes an event source mapping, or where results go.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
Messages as users report them: github.com/aws/serverless-application-model/issues/1424,
github.com/anomalyco/sst/issues/5737, github.com/functionalone/serverless-iam-roles-per-function/issues/21.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.refusals.aws_lambda import roles, sources
from patterns.refusals.aws_lambda.settings import INVALID
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.aws_lambda import execution_role
from patterns.sandbox.services.aws_lambda.function_names import plain, qualified
from patterns.sandbox.services.aws_lambda.patches import kept
from patterns.sandbox.services.iam.rights import role_may
from patterns.sandbox.services.kinesis.patches import streams as data_streams
from patterns.sandbox.services.sqs.patches import kept as queues

STREAM_ACTIONS = ("GetRecords", "GetShardIterator", "DescribeStream")
"""What a mapping of a stream needs on it; `ListStreams` is about all streams."""
DATA_ACTIONS = ("GetRecords", "GetShardIterator", "DescribeStream")
"""The same of Kinesis, where AWS names `ListStreams` in its message and not among the rights that are needed."""


def install(account: Account) -> None:
    """Stand before the calls that tie a function to a source or a destination."""
    checks = {
        "CreateEventSourceMapping": _creation,
        "UpdateEventSourceMapping": _change,
        "PutFunctionEventInvokeConfig": _destinations,
        "UpdateFunctionEventInvokeConfig": _destinations,
    }
    account.gateway.judge(account, "lambda", checks)


def _creation(account: Account, call: Call) -> None:
    asked = call.params
    source = str(asked.get("EventSourceArn") or "")
    function = kept.configuration(account.account_id, call.region, asked["FunctionName"])
    if function is None or source.count(":") < 5:
        return  # which moto says itself
    _refuse_second(account, call, source)
    refuse(sources.wrong_mapping(asked, source, is_new=True))
    _refuse_source(account, call, source, function)
    _refuse_failures(account, call, asked, function)


def _change(account: Account, call: Call) -> None:
    there = kept.mapping(account.account_id, call.region, call.params["UUID"])
    if there is None:
        return
    named = call.params.get("FunctionName") or there["FunctionArn"]
    function = kept.configuration(account.account_id, call.region, named)
    if function is None:
        return
    source = there["EventSourceArn"]
    refuse(sources.wrong_mapping({**_of_call(there), **call.params}, source, is_new=False))
    _refuse_source(account, call, source, function)
    _refuse_failures(account, call, call.params, function)


def _of_call(there: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of a mapping that a call can change."""
    return {name: there[name] for name in ("BatchSize", "MaximumBatchingWindowInSeconds") if name in there}


def _refuse_second(account: Account, call: Call, source: str) -> None:
    """A function has one mapping of a source; another version or alias of it may have one, too."""
    own = qualified(call.params["FunctionName"])
    for mapping in kept.mappings(account.account_id, call.region):
        if mapping["EventSourceArn"] == source and qualified(mapping["FunctionArn"]) == own:
            kind = {"sqs": "SQS"}.get(source.split(":")[2], source.split(":")[2])
            message = roles.mapped_already(source, own, mapping["UUID"], kind)
            raise Refused("ResourceConflictException", message, 409)


def _refuse_source(account: Account, call: Call, source: str, function: Mapping[str, Any]) -> None:
    service = source.split(":")[2]
    if service == "sqs":
        _refuse_queue(account, call, source, function)
    elif service == "dynamodb":
        _refuse_stream(account, call, source, function)
    elif service == "kinesis":
        _refuse_data_stream(account, call, source, function)


def _refuse_queue(account: Account, call: Call, source: str, function: Mapping[str, Any]) -> None:
    _, _, _, region, owner, name = source.split(":", 5)
    visible = queues.visibility_seconds(owner, region, name)
    if visible is None:
        message = (
            "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error "
            "Message: The specified queue does not exist."
        )
        raise Refused(INVALID, message, 400)
    for action in roles.QUEUE_ACTIONS:
        if not role_may(account, function["Role"], f"sqs:{action}", source, call.region):
            raise Refused(INVALID, roles.may_not_receive(action), 400)
    if visible < function["Timeout"]:
        raise Refused(INVALID, roles.hidden_too_shortly(visible, function["Timeout"]), 400)


def _refuse_stream(account: Account, call: Call, source: str, function: Mapping[str, Any]) -> None:
    role = function["Role"]
    may = (
        all(role_may(account, role, f"dynamodb:{action}", source, call.region) for action in STREAM_ACTIONS)
        and role_may(account, role, "dynamodb:ListStreams", source.partition("/stream/")[0] + "/stream/*", call.region)
    )  # fmt: skip
    if not may:
        message = (
            f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, GetShardIterator, "
            "DescribeStream, and ListStreams Actions on your stream in IAM."
        )
        raise Refused(INVALID, message, 400)


def _refuse_data_stream(account: Account, call: Call, source: str, function: Mapping[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html; the first message is in our words."""
    if not data_streams.shards(account.account_id, call.region, source):
        raise Refused(INVALID, f"Stream not found: {source}", 400)
    if not all(
        role_may(account, function["Role"], f"kinesis:{action}", source, call.region) for action in DATA_ACTIONS
    ):
        message = (
            f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, GetShardIterator, "
            "DescribeStream, and ListStreams Actions on your stream in IAM."
        )
        raise Refused(INVALID, message, 400)


def _refuse_failures(account: Account, call: Call, asked: Mapping[str, Any], function: Mapping[str, Any]) -> None:
    for _, destination in _destinations_of(asked):
        execution_role.refuse_destination(account, call.region, function["Role"], destination)


def _destinations(account: Account, call: Call) -> None:
    function = kept.configuration(account.account_id, call.region, plain(call.params["FunctionName"]))
    if function is None:
        return
    for _, destination in _destinations_of(call.params):
        if destination == function["FunctionArn"]:
            raise Refused(INVALID, "You can't specify the function as a destination for itself.", 400)
        execution_role.refuse_destination(account, call.region, function["Role"], destination)


def _destinations_of(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    ends = asked.get("DestinationConfig") or {}
    found = [(name, (ends.get(name) or {}).get("Destination")) for name in ("OnSuccess", "OnFailure")]
    return [(name, target) for name, target in found if target]
