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
MOST_SAID = 1024
"""Characters of an error message that go along with a dead letter."""

SUCCESS, EXHAUSTED, EXPIRED = "Success", "RetriesExhausted", "EventAgeExceeded"
"""What became of an event, as destinations are told."""


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


def ended(
    account: Account, function: Function, event: bytes, told: Outcome, rules: Settings, *, attempts: int,
    is_expired: bool,
) -> None:  # fmt: skip
    """Tell of the last attempt where the function's settings say: it succeeded, or no other follows."""
    failure = EXPIRED if is_expired else EXHAUSTED
    about = _record(account, function, event, told.request_id, failure if told.error else SUCCESS, attempts)
    about["responseContext"] = {"statusCode": 200, "executedVersion": function.version}
    if told.error:
        about["responseContext"]["functionError"] = told.error
    about["responsePayload"] = json.loads(told.payload or b"null")
    if target := rules.on_failure if told.error else rules.on_success:
        deliver(account, target, json.dumps(about), {})
    if told.error and rules.dead_letters:
        _bury(account, rules.dead_letters, event, told.request_id, "200", about["responsePayload"])


def expired(
    account: Account, function: Function, event: bytes, request_id: str, rules: Settings, *, attempts: int
) -> None:
    """Tell of an event that grew too old while there was no room for it: what would have run it has no answer."""
    if rules.on_failure:
        about = _record(account, function, event, request_id, EXPIRED, attempts)
        deliver(account, rules.on_failure, json.dumps(about), {})
    if rules.dead_letters:
        _bury(account, rules.dead_letters, event, request_id, "429", {"errorMessage": "Rate Exceeded."})


def _bury(account: Account, target: str, event: bytes, request_id: str, code: str, answer: Mapping[str, Any]) -> None:
    said = str(answer.get("errorMessage", ""))[:MOST_SAID]
    deliver(account, target, event.decode(), {"RequestID": request_id, "ErrorCode": code, "ErrorMessage": said})


def _record(
    account: Account, function: Function, event: bytes, request_id: str, condition: str, attempts: int
) -> dict[str, Any]:
    """What a destination is told of an event, but for the function's answer."""
    now = account.clock.now
    return {
        "version": "1.0",
        "timestamp": f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z",
        "requestContext": {
            "requestId": request_id,
            "functionArn": f"{function.unqualified_arn}:{function.version}",
            "condition": condition,
            "approximateInvokeCount": attempts,
        },
        "requestPayload": json.loads(event),
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
