"""What Amazon CloudWatch does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "An alarm has one statistic, a period of 10, 20, 30 or whole minutes, looks back a day or a week, has "
        "a threshold and at most five actions by ARN; a dashboard has widgets of known kinds and sizes. Not "
        "checked: whether an action can act on the metric's dimensions, and the properties of widgets.",
        SIMPLIFIED,
        "/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
        """
        metric = {"Namespace": "shop", "MetricName": "orders", "Statistic": "Sum", "Period": 45, "Threshold": 1}
        rule = {"ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1}
        attempt(aws.client("cloudwatch").put_metric_alarm, AlarmName="orders", **metric, **rule).message
        """,
        modules=(
            "alarm_checks",
            "dashboard_checks",
        ),
    ),
    Behaviour(
        "The account keeps what is measured, and tells sums, averages, extremes and percentiles of it by the period.",
        SIMPLIFIED,
        "/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html",
        """
        watch, began = aws.client("cloudwatch"), aws.clock.now
        for value in (1, 2, 9):
            watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Seconds", "Value": value}])
        aws.clock.advance(minutes=5)
        asked = {"Namespace": "Shop", "MetricName": "Seconds", "StartTime": began, "EndTime": aws.clock.now}
        [found] = watch.get_metric_statistics(**asked, Period=300, Statistics=["Sum", "Maximum"])["Datapoints"]
        found["Sum"], found["Maximum"]
        """,
        modules=("metric_store",),
    ),
    Behaviour(
        "Alarms are evaluated period by period, treat missing data as configured, and notify the targets they name.",
        FAITHFUL,
        "/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html",
        """
        watch = aws.client("cloudwatch")
        watch.put_metric_alarm(
            AlarmName="many",
            Namespace="Shop",
            MetricName="Errors",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=3,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="notBreaching",
        )
        watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Errors", "Value": 5}])
        aws.clock.advance(minutes=10)
        [
            one["HistorySummary"]
            for one in watch.describe_alarm_history(HistoryItemType="StateUpdate", ScanBy="TimestampAscending")[
                "AlarmHistoryItems"
            ]
        ]
        """,
        modules=("alarms",),
    ),
)

LIMITS = (
    Limit(
        "Lambda, SQS, Step Functions and S3 report metrics, the main ones of each; other services report none.",
        """
        aws.client("dynamodb").list_tables()
        make_function(aws, "def handler(event, context): pass")
        call(aws)
        sorted({one["Namespace"] for one in aws.client("cloudwatch").list_metrics()["Metrics"]})
        """,
    ),
    Limit(
        "A value counts at once and is kept for ever, to the second; AWS takes a minute or more, and "
        "aggregates old values.",
        """
        from datetime import timedelta

        watch = aws.client("cloudwatch")
        watch.put_metric_data(Namespace="Shop", MetricData=[{"MetricName": "Orders", "Value": 1}])
        begun = aws.clock.now
        aws.clock.advance(days=1000)
        asked = {"StartTime": begun, "EndTime": begun + timedelta(minutes=1), "Period": 60, "Statistics": ["Sum"]}
        len(watch.get_metric_statistics(Namespace="Shop", MetricName="Orders", **asked)["Datapoints"])
        """,
    ),
    Limit(
        "Anomaly detection, SEARCH and SQL queries are not evaluated: alarms on them keep their state and say so.",
        """
        stat = {"Metric": {"Namespace": "Shop", "MetricName": "Orders"}, "Period": 60, "Stat": "Sum"}
        usual = {"Id": "usual", "Expression": "ANOMALY_DETECTION_BAND(m1, 2)"}
        queries = [usual, {"Id": "m1", "MetricStat": stat, "ReturnData": False}]
        aws.client("cloudwatch").put_metric_alarm(
            AlarmName="odd",
            Metrics=queries,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        )
        aws.client("cloudwatch").describe_alarms()["MetricAlarms"][0]["StateReason"].partition(":")[0]
        """,
    ),
    Limit(
        "An alarm needs no permission to publish to a topic or to call a function.",
        """
        arn = make_function(aws, "def handler(event, context): pass")
        watch = aws.client("cloudwatch")
        watch.put_metric_alarm(
            AlarmName="any",
            Namespace="Shop",
            MetricName="Orders",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            AlarmActions=[arn],
        )
        watch.set_alarm_state(AlarmName="any", StateValue="ALARM", StateReason="A drill.")
        watch.describe_alarm_history(HistoryItemType="Action")["AlarmHistoryItems"][0]["HistorySummary"]
        """,
    ),
    Limit(
        "Alarms notify topics, functions, scaling policies and the event bus; their actions on "
        "instances are not carried out.",
        """
        action = "arn:aws:automate:us-east-1:ec2:stop"
        watch = aws.client("cloudwatch")
        watch.put_metric_alarm(
            AlarmName="any",
            Namespace="Shop",
            MetricName="Orders",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            AlarmActions=[action],
        )
        watch.set_alarm_state(AlarmName="any", StateValue="ALARM", StateReason="A drill.")
        watch.describe_alarm_history(HistoryItemType="Action")["AlarmHistoryItems"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::CloudWatch::Alarm": Refused(
        made=(
            "statistics, periods and thresholds that exclude each other, more than a day or a week of data, "
            "actions that are no ARN"
        ),
        page="/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
        not_made="whether its actions can act; what functions of metric math take",
    ),
    "AWS::CloudWatch::Dashboard": Refused(
        made="names, bodies that are no JSON, widgets of an unknown kind or outside the grid",
        page="/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html",
        not_made="the properties of each kind of widget",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
