"""Log lines become metrics, by what their filter says."""

import json
from datetime import timedelta

import pytest

from patterns import Sandbox


@pytest.fixture
def aws():
    with Sandbox() as aws:
        logs = aws.client("logs")
        logs.create_log_group(logGroupName="shop")
        logs.create_log_stream(logGroupName="shop", logStreamName="one")
        yield aws


def count(aws, pattern, **settings):
    transformation = {"metricNamespace": "Shop", "metricName": "Found", "metricValue": "1", **settings}
    aws.client("logs").put_metric_filter(
        logGroupName="shop", filterName="found", filterPattern=pattern, metricTransformations=[transformation]
    )


def write(aws, *lines):
    events = [{"timestamp": int(aws.clock.time() * 1000), "message": line} for line in lines]
    aws.client("logs").put_log_events(logGroupName="shop", logStreamName="one", logEvents=events)


def measured(aws, statistic="Sum", **dimensions):
    datapoints = aws.client("cloudwatch").get_metric_statistics(
        Namespace="Shop", MetricName="Found", StartTime=aws.clock.now - timedelta(hours=1), Statistics=[statistic],
        EndTime=aws.clock.now + timedelta(minutes=1), Period=60,
        Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
    )["Datapoints"]  # fmt: skip
    return [point[statistic] for point in sorted(datapoints, key=lambda point: point["Timestamp"])]


def test_matching_lines_are_counted(aws):
    count(aws, "ERROR")
    write(aws, "ERROR a", "fine", "ERROR b")

    assert measured(aws) == [2]


def test_lines_written_before_the_filter_are_not_counted(aws):
    write(aws, "ERROR a")
    count(aws, "ERROR")

    assert measured(aws) == []


def test_value_unit_and_dimensions_are_read_from_the_line(aws):
    count(aws, "{ $.latency = * }", metricValue="$.latency", unit="Milliseconds", dimensions={"Route": "$.route"})
    write(aws, json.dumps({"latency": 12.5, "route": "/a"}), json.dumps({"latency": 40, "route": "/b"}))
    write(aws, json.dumps({"latency": "slow", "route": "/a"}), json.dumps({"latency": 1}))

    assert (measured(aws, Route="/a"), measured(aws, Route="/b"), measured(aws)) == ([12.5], [40], [])


def test_default_is_reported_for_minutes_with_lines_of_which_none_matches(aws):
    count(aws, "ERROR", defaultValue=0)
    write(aws, "fine", "fine")
    aws.clock.advance(minutes=2)
    write(aws, "fine", "ERROR", "fine")

    assert (measured(aws), measured(aws, "SampleCount")) == ([0, 1], [1, 1])


def test_deleted_filter_counts_no_more(aws):
    count(aws, "ERROR")
    write(aws, "ERROR")
    aws.client("logs").delete_metric_filter(logGroupName="shop", filterName="found")
    write(aws, "ERROR")

    assert measured(aws) == [1]


def test_changed_filter_counts_by_its_new_pattern(aws):
    count(aws, "ERROR")
    write(aws, "ERROR")
    count(aws, "WARN", metricValue="5")
    write(aws, "ERROR", "WARN")

    assert measured(aws) == [6]
