"""What EventBridge Scheduler asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, Wording, pairs, pass_role


def _schedule(situation: Situation) -> str:
    group = situation.text("GroupName") or "default"
    return situation.arn("scheduler", f"schedule/{group}/{situation.text('Name') or '*'}")


def _passed(situation: Situation) -> Iterator[Ask]:
    yield from pass_role((situation.params.get("Target") or {}).get("RoleArn"), "scheduler.amazonaws.com")


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("scheduler", "list_tags_for_resource", ResourceArn=arn).get("Tags")))


SERVICE = Service(
    prefix="scheduler",
    resources={
        "schedule": _schedule,
        "group": "schedule-group/{Name}",
        "tagged": "{ResourceArn}",
    },
    operations={
        "": "ListScheduleGroups ListSchedules",
        "schedule": "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule",
        "group": "CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    also={"CreateSchedule": _passed, "UpdateSchedule": _passed},
    tags=_tags,
    wording=Wording(status=403),
)
