"""What a schedule of EventBridge Scheduler does when it is due: a call of its target in its role.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.retries import Delivery, Failure, Retries, attempt, bury
from patterns.sandbox.delivery.roles import NotTrusted, Roles
from patterns.sandbox.delivery.targets import Parcel, Sender, Undelivered, send, undelivered

SERVICE = "scheduler.amazonaws.com"
UNIVERSAL = "arn:aws:scheduler:::aws-sdk:"
_SDK_NAMES = {
    "sfn": "stepfunctions",
    "eventbridge": "events",
    "cloudwatchlogs": "logs",
    "elasticloadbalancingv2": "elbv2",
}
"""boto3's name where it is not the one that schedules use, those of the SDK for Java."""


def call_target(account: Account, schedule: Mapping[str, Any], when: datetime) -> None:
    """Call the target of a schedule that was due at `when`, now and as often as its retry policy has it."""
    target = schedule["Target"]
    execution = f"{account.chance.generator('execution', schedule['Arn'], str(when)).getrandbits(64):016x}"
    sender = Sender(SERVICE, group_arn(schedule), target["RoleArn"])

    def called(number: int) -> None:
        body = _input(account, schedule, when, execution, number)
        if target["Arn"].startswith(UNIVERSAL):
            _call_sdk(account, sender, target["Arn"], body)
        else:
            send(account, sender, target["Arn"], _parcel(target, body))

    given_up = partial(_given_up, account, schedule, when, execution)
    label = f"the schedule {schedule['GroupName']}/{schedule['Name']}"
    attempt(account, Delivery(called, given_up, label, Retries.of(target.get("RetryPolicy"))))


def group_arn(schedule: Mapping[str, Any]) -> str:
    """What a role's trust is asked for: the group of the schedule, not the schedule.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    return str(schedule["Arn"]).rpartition("/")[0].replace(":schedule/", ":schedule-group/")


def _parcel(target: Mapping[str, Any], body: str) -> Parcel:
    if "EventBridgeParameters" in target:
        about = target["EventBridgeParameters"]
        event = {"source": about["Source"], "detail-type": about["DetailType"], "resources": []}
        return Parcel(json.dumps({**event, "detail": json.loads(body)}))
    return Parcel(body, group_id=target.get("SqsParameters", {}).get("MessageGroupId"))


def _input(account: Account, schedule: Mapping[str, Any], when: datetime, execution: str, number: int) -> str:
    """The schedule's own text with its keywords filled in, or the event that is sent where there is none.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    """
    time = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if "Input" not in schedule["Target"]:
        return json.dumps(
            {
                "version": "0",
                "id": execution,
                "detail-type": "Scheduled Event",
                "source": "aws.scheduler",
                "account": account.account_id,
                "time": time,
                "region": account.region,
                "resources": [schedule["Arn"]],
                "detail": "{}",
            }
        )
    about = {
        "schedule-arn": schedule["Arn"],
        "scheduled-time": time,
        "execution-id": execution,
        "attempt-number": str(number),
    }
    text = str(schedule["Target"]["Input"])
    for name, value in about.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text


def _call_sdk(account: Account, sender: Sender, target: str, body: str) -> None:
    """Call `arn:aws:scheduler:::aws-sdk:service:apiAction`.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
    """
    service, _, action = target.removeprefix(UNIVERSAL).partition(":")
    name = _SDK_NAMES.get(service.lower(), service.lower())
    operation = re.sub(r"(?<!^)(?=[A-Z])", "_", action).lower()
    try:
        client = account.part(Roles).client(name, str(sender.role), sender.service, sender.source_arn)
        getattr(client, operation)(**_parameters(client, operation, json.loads(body)))
    except NotTrusted as error:
        raise Undelivered("NO_PERMISSIONS", str(error)) from None
    except ClientError as error:
        raise undelivered(error) from None
    except (AttributeError, BotoCoreError, ValueError) as error:
        raise Undelivered("SDK_CLIENT_ERROR", f"{target}: {error}") from None


def _parameters(client: Any, operation: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as boto3 writes them: schedules may begin each name with a capital, whatever the service does."""
    known = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[operation]).input_shape
    names = {name.lower(): name for name in (known.members if known else ())}
    return {names.get(name.lower(), name): value for name, value in given.items()}


def _given_up(account: Account, schedule: Mapping[str, Any], when: datetime, execution: str, failure: Failure) -> None:
    """https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html."""
    target = schedule["Target"]
    about = {
        "SCHEDULE_ARN": schedule["Arn"],
        "TARGET_ARN": target["Arn"],
        "SCHEDULED_TIME": f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "EXECUTION_ID": execution,
        "ERROR_CODE": failure.error.code,
        "ERROR_MESSAGE": failure.error.message,
        "EXHAUSTED_RETRY_CONDITION": failure.exhausted or "",
        "RETRY_ATTEMPTS": str(failure.retries),
    }
    sender = Sender(SERVICE, group_arn(schedule), target["RoleArn"])
    body = _input(account, schedule, when, execution, failure.retries + 1)
    bury(account, sender, target.get("DeadLetterConfig", {}).get("Arn"), body, about)
