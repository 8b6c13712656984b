"""Asynchronous invocations: the attempts, the waits between them, and where the result goes in the end.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.aws_lambda.runtime.function import Function
from patterns.sandbox.services.aws_lambda.runtime.report import Outcome

RETRY_SECONDS = (60, 120)
"""Before the second attempt, and before the third."""

LONGEST_THROTTLE_SECONDS = 300
OLDEST_SECONDS = 21600
MOST_RETRIES = 2


@dataclass(frozen=True)
class Settings:
    """What a function says of its asynchronous invocations."""

    retries: int = MOST_RETRIES
    oldest_seconds: int = OLDEST_SECONDS
    on_success: str | None = None
    on_failure: str | None = None
    dead_letters: str | None = None


def settings(account: Account, function: Function) -> Settings:
    """What holds for the function now."""
    client = account.observer("lambda")
    said: Mapping[str, Any] = {}
    listed = client.list_function_event_invoke_configs(FunctionName=function.name)["FunctionEventInvokeConfigs"]
    for each in listed:
        said = each
    ends = said.get("DestinationConfig", {})
    dead = client.get_function_configuration(FunctionName=function.name).get("DeadLetterConfig", {})
    return Settings(
        said.get("MaximumRetryAttempts", MOST_RETRIES),
        said.get("MaximumEventAgeInSeconds", OLDEST_SECONDS),
        ends.get("OnSuccess", {}).get("Destination"),
        ends.get("OnFailure", {}).get("Destination"),
        dead.get("TargetArn"),
    )


def record(
    function: Function, event: bytes, outcome: Outcome, attempts: int, condition: str, at: str
) -> dict[str, Any]:
    """What a destination is told of an invocation."""
    response = {"statusCode": 200, "executedVersion": function.version}
    if outcome.error:
        response["functionError"] = outcome.error
    return {
        "version": "1.0",
        "timestamp": at,
        "requestContext": {
            "requestId": outcome.request_id,
            "functionArn": f"{function.unqualified_arn}:{function.version}",
            "condition": condition,
            "approximateInvokeCount": attempts,
        },
        "requestPayload": json.loads(event),
        "responseContext": response,
        "responsePayload": json.loads(outcome.payload or b"null"),
    }


def deliver(account: Account, target: str, message: str, attributes: Mapping[str, str]) -> None:
    """Send a message to a queue, topic, function or the default event bus, by its ARN."""
    service = target.split(":")[2]
    if service == "sqs":
        url = account.observer("sqs").get_queue_url(QueueName=target.rsplit(":", 1)[1])["QueueUrl"]
        account.observer("sqs").send_message(QueueUrl=url, MessageBody=message, MessageAttributes=_typed(attributes))
    elif service == "sns":
        account.observer("sns").publish(TopicArn=target, Message=message, MessageAttributes=_typed(attributes))
    elif service == "lambda":
        account.observer("lambda").invoke(FunctionName=target, InvocationType="Event", Payload=message)
    elif service == "events":
        told = json.loads(message)
        kind = "Success" if told["requestContext"]["condition"] == "Success" else "Failure"
        entry = {
            "Source": "lambda",
            "DetailType": f"Lambda Function Invocation Result - {kind}",
            "Resources": [target, told["requestContext"]["functionArn"]],
            "Detail": message,
            "EventBusName": target,
        }
        account.observer("events").put_events(Entries=[entry])


def _typed(attributes: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: {"DataType": "Number" if value.isdigit() else "String", "StringValue": value}
        for name, value in attributes.items()
    }
