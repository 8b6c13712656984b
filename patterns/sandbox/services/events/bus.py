"""An event on a bus: which rules it matches, and its way to their targets.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html
Not modelled: archives and replays (kept by the simulation's own service), API destinations, pipes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.retries import Delivery, Failure, Retries, begin, bury
from patterns.sandbox.delivery.targets import Parcel, Sender, send
from patterns.sandbox.services.events.input import shaped
from patterns.sandbox.services.events.patterns import matches

SERVICE = "events.amazonaws.com"
DEFAULT_BUS = "default"


def event(account: Account, source: str, detail_type: str, detail: Any, *, resources: list[str]) -> dict[str, Any]:
    """An event as it is on a bus, happening now.

    https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html
    """
    told = json.dumps(detail, sort_keys=True)
    drawn = account.chance.generator("event", source, detail_type, told).getrandbits(128)
    return {
        "version": "0",
        "id": str(UUID(int=drawn, version=4)),
        "detail-type": detail_type,
        "source": source,
        "account": account.account_id,
        "time": f"{account.clock.now:%Y-%m-%dT%H:%M:%SZ}",
        "region": account.region,
        "resources": resources,
        "detail": detail,
    }


def arrive(account: Account, happened: Mapping[str, Any], bus: str = DEFAULT_BUS) -> None:
    """Send an event on its way to the targets of the bus's rules that match it."""
    for rule in _rules(account, bus):
        listens = rule["State"] != "DISABLED" and "EventPattern" in rule and "ManagedBy" not in rule
        if listens and matches(json.loads(rule["EventPattern"]), happened):
            to_targets(account, rule, targets(account, rule), happened)


def to_targets(
    account: Account, rule: Mapping[str, Any], entries: list[dict[str, Any]], happened: Mapping[str, Any]
) -> None:
    """Send an event on its way to the targets of a rule."""
    for target in entries:
        begin(
            account,
            Delivery(
                partial(_hand_over, account, rule, target, happened),
                partial(_given_up, account, rule, target, happened),
                f"an event of the rule {rule['Name']}",
                Retries.of(target.get("RetryPolicy")),
            ),
        )


def _hand_over(
    account: Account, rule: Mapping[str, Any], target: Mapping[str, Any], happened: Mapping[str, Any], number: int
) -> None:
    """Send an event to one target, shaped as it wants; another bus gets the event itself."""
    is_bus = target["Arn"].split(":")[2] == "events"
    body = json.dumps(happened) if is_bus else shaped(target, happened, {"Arn": rule["Arn"], "Name": rule["Name"]})
    parcel = Parcel(body, group_id=target.get("SqsParameters", {}).get("MessageGroupId"))
    send(account, Sender(SERVICE, rule["Arn"], target.get("RoleArn")), target["Arn"], parcel)


def _given_up(
    account: Account, rule: Mapping[str, Any], target: Mapping[str, Any], happened: Mapping[str, Any], failure: Failure
) -> None:
    """Count the failure where its owner looks for it, and keep the event where there is a queue for that.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
    """
    datum = {
        "MetricName": "FailedInvocations",
        "Dimensions": [{"Name": "RuleName", "Value": rule["Name"]}],
        "Timestamp": account.clock.now,
        "Value": 1.0,
        "Unit": "Count",
    }
    account.observer("cloudwatch").put_metric_data(Namespace="AWS/Events", MetricData=[datum])
    about = {
        "RULE_ARN": rule["Arn"],
        "TARGET_ARN": target["Arn"],
        "ERROR_CODE": failure.error.code,
        "ERROR_MESSAGE": failure.error.message,
        "EXHAUSTED_RETRY_CONDITION": failure.exhausted or "",
        "RETRY_ATTEMPTS": str(failure.retries) if failure.retries else "",
    }
    queue = target.get("DeadLetterConfig", {}).get("Arn")
    bury(account, Sender(SERVICE, rule["Arn"]), queue, json.dumps(happened), about)


def _rules(account: Account, bus: str) -> Iterator[dict[str, Any]]:
    for page in account.observer("events").get_paginator("list_rules").paginate(EventBusName=bus):
        yield from page["Rules"]


def targets(account: Account, rule: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The targets of a rule, of which a bus allows five unless it is asked for more: one page."""
    named = {"Rule": rule["Name"], "EventBusName": rule["EventBusName"]}
    targets: list[dict[str, Any]] = account.observer("events").list_targets_by_rule(**named)["Targets"]
    return targets
