"""What EventBridge asks of IAM, and of a bus's own policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html
Not modelled: partners' sources, API destinations, connections and endpoints.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, pass_role
from patterns.sandbox.services.events.patches import kept


def _bus(situation: Situation, named: str | None = None) -> str:
    name = named or "default"
    return name if name.startswith("arn:") else situation.arn("events", f"event-bus/{name}")


def _named_bus(situation: Situation) -> str:
    return _bus(situation, situation.text("Name") or situation.text("EventBusName"))


def _rule(situation: Situation) -> str:
    """A rule of the default bus has no bus in its ARN."""
    name = situation.text("Rule") or situation.text("Name") or "*"
    bus = (situation.text("EventBusName") or "default").rpartition("/")[2]
    return situation.arn("events", f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}")


def _put_events(situation: Situation) -> Iterator[Ask]:
    """Each event by its bus: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html."""
    for entry in situation.params.get("Entries") or ():
        context: dict[str, Value] = {"events:eventBusInvocation": False}
        for name, key in (("Source", "events:source"), ("DetailType", "events:detail-type")):
            if entry.get(name):
                context[key] = str(entry[name])
        yield Ask("events:PutEvents", _bus(situation, entry.get("EventBusName")), context)


def _targets(situation: Situation) -> Iterator[Ask]:
    targets = situation.params.get("Targets") or ()
    arns = tuple(str(target.get("Arn")) for target in targets)
    yield Ask("events:PutTargets", _rule(situation), {"events:TargetArn": arns})
    for role in dict.fromkeys(target.get("RoleArn") for target in targets):
        yield from pass_role(role, "events.amazonaws.com")


def _put_rule(situation: Situation) -> Iterator[Ask]:
    yield from pass_role(situation.params.get("RoleArn"), "events.amazonaws.com")
    if situation.params.get("Tags"):
        yield Ask("events:TagResource", _rule(situation))


def _made(situation: Situation) -> Iterator[Ask]:
    """The tags of a new bus."""
    if situation.params.get("Tags"):
        yield Ask("events:TagResource", _named_bus(situation))


def _keys(situation: Situation) -> dict[str, Value]:
    if situation.operation in ("PutRule", "PutTargets", "DeleteRule", "RemoveTargets", "DisableRule", "EnableRule"):
        return {"events:creatorAccount": situation.account_id}
    return {}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("events", "list_tags_for_resource", ResourceARN=arn).get("Tags")))


SERVICE = Service(
    prefix="events",
    resources={
        "bus": _named_bus,
        "rule": _rule,
        "tagged": "{ResourceARN}",
        "archive": lambda situation: situation.arn("events", f"archive/{situation.text('ArchiveName') or '*'}"),
        "replay": lambda situation: situation.arn("events", f"replay/{situation.text('ReplayName') or '*'}"),
    },
    operations={
        "": """
            ListArchives ListEventBuses ListReplays ListRuleNamesByTarget ListRules PutPermission RemovePermission
            TestEventPattern
        """,
        "bus": "CreateEventBus DeleteEventBus DescribeEventBus UpdateEventBus",
        "rule": "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule RemoveTargets",
        "archive": "CreateArchive DeleteArchive DescribeArchive UpdateArchive",
        "replay": "CancelReplay DescribeReplay StartReplay",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    several={"PutEvents": _put_events, "PutTargets": _targets},
    also={"CreateEventBus": _made, "PutRule": _put_rule},
    keys=_keys,
    tags=_tags,
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
)
