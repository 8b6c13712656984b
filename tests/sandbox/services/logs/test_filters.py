"""Each private name of moto's CloudWatch Logs that the patch touches, by what Logs answers through it."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.stage import on_stage

METRIC = [{"metricName": "Errors", "metricNamespace": "Example", "metricValue": "1"}]


@pytest.fixture
def aws():
    with Sandbox() as account:
        account.client("logs").create_log_group(logGroupName="app")
        yield account


def put(logs, group, pattern):
    logs.put_metric_filter(logGroupName=group, filterName="errors", filterPattern=pattern, metricTransformations=METRIC)


def test_metric_filter_needs_its_group_and_goes_with_it(aws):  # put_metric_filter, delete_log_group
    logs = aws.client("logs")
    with pytest.raises(ClientError) as refused:
        put(logs, "missing", "ERROR")
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"

    put(logs, "app", "ERROR")
    put(logs, "app", "WARN")
    [found] = logs.describe_metric_filters()["metricFilters"]
    assert found["filterPattern"] == "WARN"

    logs.delete_log_group(logGroupName="app")
    assert logs.describe_metric_filters()["metricFilters"] == []


def test_subscription_changes_while_its_group_has_all_it_may(aws):  # LogGroup.put_subscription_filter, to_json
    logs = aws.client("logs")
    [asked] = on_stage(aws, {"destinationArn": "{log_function.Arn}", "logGroupName": "app", "filterPattern": ""})
    for name in ("one", "two"):
        logs.put_subscription_filter(filterName=name, **asked)

    logs.put_subscription_filter(filterName="two", distribution="Random", **asked)

    found = logs.describe_subscription_filters(logGroupName="app")["subscriptionFilters"]
    assert [one["distribution"] for one in found] == ["ByLogStream", "Random"]
    with pytest.raises(ClientError) as refused:
        logs.put_subscription_filter(filterName="three", **asked)
    assert refused.value.response["Error"]["Code"] == "LimitExceededException"


MESSAGES = ("GET /a 200", '{"status": 500}', "POST /a 500", "nonsense")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", MESSAGES),
        ("GET", MESSAGES[:1]),
        ("?GET ?POST", (MESSAGES[0], MESSAGES[2])),
        ("{ $.status >= 500 }", MESSAGES[1:2]),
        ("[method, path, status = 5*]", MESSAGES[2:3]),
    ],
)
def test_lines_are_filtered_by_every_kind_of_pattern(aws, text, found):  # models.EventMessageFilter
    logs, where = aws.client("logs"), {"logGroupName": "app", "logStreamName": "one"}
    logs.create_log_stream(**where)
    now = int(aws.clock.time() * 1000)
    logs.put_log_events(**where, logEvents=[{"timestamp": now, "message": message} for message in MESSAGES])

    events = logs.filter_log_events(logGroupName="app", filterPattern=text)["events"]

    assert tuple(event["message"] for event in events) == found


def test_a_pattern_that_is_none_is_refused(aws):
    logs = aws.client("logs")
    logs.create_log_stream(logGroupName="app", logStreamName="one")
    logs.put_log_events(
        logGroupName="app", logStreamName="one", logEvents=[{"timestamp": int(aws.clock.time() * 1000), "message": "a"}]
    )

    with pytest.raises(ClientError) as refused:
        logs.filter_log_events(logGroupName="app", filterPattern="{ $.status = }")

    assert refused.value.response["Error"] == {"Code": "InvalidParameterException", "Message": "Invalid filter pattern"}
