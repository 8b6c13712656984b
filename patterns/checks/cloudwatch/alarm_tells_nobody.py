"""An alarm without an action."""

from __future__ import annotations

from patterns.checks._references import mentions
from patterns.findings import Pillar, Places, Rule, Severity
from patterns.template.properties import at, of_type
from patterns.template.resolve import Resolved, Resource

ACTIONS = ("AlarmActions", "InsufficientDataActions", "OKActions")


def _places(resolved: Resolved) -> Places:
    for alarm in of_type(resolved, "AWS::CloudWatch::Alarm"):
        switched_off = str(at(alarm.properties, "ActionsEnabled")).lower() == "false"
        silent = switched_off or not any(at(alarm.properties, name) for name in ACTIONS)
        if silent and not _is_part_of_another(resolved, alarm):
            yield alarm.logical_id, ("ActionsEnabled",) if switched_off else ()


def _is_part_of_another(resolved: Resolved, alarm: Resource) -> bool:
    """Whether something else of the template acts on the alarm: a composite alarm, a deployment that rolls back."""
    others = (resource for resource in resolved.resources.values() if resource is not alarm)
    return any(mentions(other.properties, alarm) for other in others if other.type != "AWS::CloudWatch::Dashboard")


RULE = Rule(
    id="CW-001",
    title="The alarm goes off and tells nobody",
    why=(
        "An alarm without an action turns red on a page that nobody is looking at. Put the ARN of a topic into "
        "AlarmActions, one that reaches a person or whatever fixes the fault."
    ),
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html",
    pillar=Pillar.OPERATIONS,
    best_practice="OPS08-BP04",
    severity=Severity.LOW,
    places=_places,
)
