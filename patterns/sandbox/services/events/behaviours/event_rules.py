"""EventBridge takes events to the targets of the rules they match, and refuses rules and targets that never could.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-what-is.html
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from typing import Any

from patterns.refusals import events
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.targets import target_of
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.events import bus
from patterns.sandbox.services.events.patches import kept


def install(account: Account) -> None:
    """Stand before the calls that make rules, and follow those that bring events."""
    account.gateway.subscribe(Stage.JUDGE, _refuse_schedule, service="events", operation="PutRule")
    refuse = partial(_refuse_targets, account)
    account.gateway.subscribe(Stage.JUDGE, refuse, service="events", operation="PutTargets")
    follow = partial(_arrived, account)
    account.gateway.subscribe(Stage.CONSEQUENCES, follow, service="events", operation="PutEvents")


def _refuse_schedule(call: Call) -> None:
    refuse(events.schedule(call.params))


NOT_SIMULATED = frozenset({"kinesis", "firehose", "ecs", "batch", "codebuild", "codepipeline", "execute-api"})
"""Services in the ARNs of targets that have no policy for rules, and that nobody simulates here."""


def _needs_role(arn: str) -> bool:
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html."""
    target = target_of(arn)
    return target.needs_role if target else arn.count(":") >= 5 and arn.split(":")[2] in NOT_SIMULATED


def _refuse_targets(account: Account, call: Call) -> None:
    targets = call.params.get("Targets", [])
    refuse(events.repeated(targets))
    for target in targets:
        for message in events.wrong(target):
            raise Refused("ValidationException", message, 400)
        if _needs_role(target["Arn"]) and not target.get("RoleArn"):
            raise Refused(*events.no_role(target["Arn"]), 400)
    names = {target["Id"] for target in targets} | kept.target_names(
        account.account_id, call.region, call.params.get("EventBusName") or bus.DEFAULT_BUS, call.params["Rule"]
    )
    if len(names) > events.MOST_TARGETS:
        message = "The requested resource exceeds the maximum number allowed."
        raise Refused("LimitExceededException", message, 400)


def _arrived(account: Account, call: Call) -> None:
    if call.response is None:
        return
    answers = json.loads(call.response.body)["Entries"]
    for entry, answer in zip(call.params["Entries"], answers, strict=True):
        if "EventId" in answer:
            name = entry.get("EventBusName", bus.DEFAULT_BUS).rpartition("/")[2]
            bus.arrive(account, _event(account, entry, answer["EventId"]), name)


def _event(account: Account, entry: dict[str, Any], event_id: str) -> dict[str, Any]:
    """What an entry of a call becomes on its bus."""
    happened = entry.get("Time", account.clock.now)
    if not isinstance(happened, datetime):
        happened = datetime.fromtimestamp(float(happened), UTC)
    return {
        "version": "0",
        "id": event_id,
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": account.account_id,
        "time": f"{happened.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "region": account.region,
        "resources": entry.get("Resources", []),
        "detail": json.loads(entry["Detail"]),
    }
