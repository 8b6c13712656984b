"""What CloudWatch asks of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
Not modelled: metric streams, insight rules, and rules that mute alarms.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.iam.request import Value
from patterns.sandbox.permissions import Ask, Service, Situation, pairs
from patterns.sandbox.permissions.refusals import Wording


def _alarm(situation: Situation) -> str:
    return situation.arn("cloudwatch", f"alarm:{situation.text('AlarmName') or '*'}")


def _alarms(situation: Situation) -> list[str]:
    names = situation.params.get("AlarmNames") or ["*"]
    return [situation.arn("cloudwatch", f"alarm:{name}") for name in names]


def _every_alarm(situation: Situation) -> str:
    """A list is asked about as a whole, whatever names it filters by."""
    return situation.arn("cloudwatch", "alarm:*")


def _dashboards(situation: Situation) -> list[str]:
    names = situation.params.get("DashboardNames") or [situation.text("DashboardName") or "*"]
    return [f"arn:aws:cloudwatch::{situation.account_id}:dashboard/{name}" for name in names]


def _put_data(situation: Situation) -> Iterator[Ask]:
    """A namespace is all by which it can be limited: the condition key says which."""
    key = "cloudwatch:namespace"
    namespace = situation.text("Namespace")
    yield Ask("cloudwatch:PutMetricData", context={key: namespace} if namespace else {}, pinned=(key,))


def _keys(situation: Situation) -> dict[str, Value]:
    actions = situation.params.get("AlarmActions")
    return {"cloudwatch:AlarmActions": tuple(str(action) for action in actions)} if actions else {}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("cloudwatch", "list_tags_for_resource", ResourceARN=arn).get("Tags")))


SERVICE = Service(
    prefix="cloudwatch",
    resources={
        "alarm": _alarm,
        "alarms": _alarms,
        "every alarm": _every_alarm,
        "dashboards": _dashboards,
        "tagged": "{ResourceARN}",
    },
    operations={
        "": """
            DeleteAnomalyDetector DescribeAlarmsForMetric DescribeAnomalyDetectors GetMetricData GetMetricStatistics
            GetMetricWidgetImage ListDashboards ListMetrics PutAnomalyDetector
        """,
        "alarm": "PutCompositeAlarm PutMetricAlarm SetAlarmState DescribeAlarmHistory",
        "alarms": "DeleteAlarms DisableAlarmActions EnableAlarmActions",
        "every alarm": "DescribeAlarms",
        "dashboards": "DeleteDashboards GetDashboard PutDashboard",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    several={"PutMetricData": _put_data},
    keys=_keys,
    tags=_tags,
    wording=Wording(code="AccessDenied", status=403, names_any=False),
)
