"""What Amazon CloudWatch Logs does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Refused

BEHAVIOURS = (
    Behaviour(
        "A log group has no reserved name and a key that is there; a filter's brackets are closed, and a "
        "metric has dimensions or a default value. Not checked: whether the service may use a key, and "
        "namespaces of AWS's own.",
        SIMPLIFIED,
        "/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
        """
        attempt(aws.client("logs").create_log_group, logGroupName="aws/mine").message
        """,
        modules=("group_checks",),
    ),
    Behaviour(
        "Metric filters count log lines, subscription filters pass them on, both with every kind of pattern.",
        FAITHFUL,
        "/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html",
        """
        logs, where = aws.client("logs"), {"logGroupName": "app", "logStreamName": "one"}
        logs.create_log_group(logGroupName="app")
        logs.create_log_stream(**where)
        logs.put_metric_filter(
            logGroupName="app",
            filterName="f",
            filterPattern="{ $.status >= 500 }",
            metricTransformations=[{"metricName": "Failures", "metricNamespace": "Shop", "metricValue": "1"}],
        )
        now = int(aws.clock.time() * 1000)
        logs.put_log_events(
            **where,
            logEvents=[{"timestamp": now, "message": '{"status": %d}' % status} for status in (200, 500)],
        )
        [one["MetricName"] for one in aws.client("cloudwatch").list_metrics(Namespace="Shop")["Metrics"]]
        """,
        modules=("metric_filters", "log_subscriptions"),
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::Logs::LogGroup": Refused(
        made="names of AWS's own, names that are taken, keys that are not there or do not let the service",
        page="/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html",
        not_made="conditions of a key on what is encrypted, data protection policies",
    ),
    "AWS::Logs::LogStream": Refused(
        made="a group that is not there, a name that is taken",
        page="/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html",
        not_made="the rate of such calls",
    ),
    "AWS::Logs::MetricFilter": Refused(
        made="groups that are not there, open brackets, namespaces, dimensions with a default value",
        page="/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html",
        not_made="what stands inside the brackets; a hundred filters of a group",
    ),
    "AWS::Logs::ResourcePolicy": Refused(
        made="what is no policy in JSON, more than ten policies of a Region",
        page="/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html",
        not_made="principals that are there, the 5120 characters of a policy",
    ),
    "AWS::Logs::SubscriptionFilter": Refused(
        made="groups and destinations that are not there or not allowed, open brackets",
        page="/AmazonCloudWatchLogs/latest/APIReference/API_PutSubscriptionFilter.html",
        not_made="what stands inside the brackets",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
