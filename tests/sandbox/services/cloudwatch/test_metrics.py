"""What CloudWatch answers of what was measured: statistics, percentiles, expressions, lists."""

from datetime import timedelta

import pytest

from patterns.sandbox.core.errors import NotSimulated


def put(aws, *values, name="Latency", unit="Milliseconds", **dimensions):
    data = [
        {
            "MetricName": name, "Value": value, "Unit": unit,
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
        }
        for value in values
    ]  # fmt: skip
    aws.client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=data)


def points(aws, period=60, name="Latency", dimensions=(), **asked):
    answer = aws.client("cloudwatch").get_metric_statistics(
        Namespace="Shop", MetricName=name, StartTime=aws.clock.now - timedelta(hours=1), Period=period,
        EndTime=aws.clock.now + timedelta(minutes=1), Dimensions=[{"Name": k, "Value": v} for k, v in dimensions],
        **asked,
    )  # fmt: skip
    return sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])


def test_statistics_are_worked_out_by_period(aws):
    put(aws, 1, 5)
    aws.clock.advance(minutes=2)
    put(aws, 10)

    found = points(aws, Statistics=["Sum", "Average", "Minimum", "Maximum", "SampleCount"])

    assert [(one["Sum"], one["Average"], one["Minimum"], one["Maximum"], one["SampleCount"]) for one in found] == [
        (6, 3, 1, 5, 2), (10, 10, 10, 10, 1),
    ]  # fmt: skip
    assert found[1]["Timestamp"] - found[0]["Timestamp"] == timedelta(minutes=2)


def test_percentile_is_a_value_that_was_measured(aws):
    put(aws, *range(1, 101))

    (found,) = points(aws, ExtendedStatistics=["p50", "p99"])

    assert found["ExtendedStatistics"] == {"p50": 50, "p99": 99}


def test_statistic_of_a_part_leaves_the_rest_out(aws):
    put(aws, *range(1, 101))
    wanted = {"tm90": 45.5, "IQM": 50.5, "PR(:50)": 50, "TC(10%:90%)": 80, "TS(10%:90%)": 4040, "WM(10%:90%)": 50.5}

    (found,) = points(aws, ExtendedStatistics=[*wanted])

    assert found["ExtendedStatistics"] == wanted


def test_statistic_that_is_not_computed_is_refused(aws):
    put(aws, 1)

    with pytest.raises(NotSimulated, match=r"the statistic XY is not computed"):
        points(aws, ExtendedStatistics=["XY"])


def test_metric_with_another_set_of_dimensions_is_another_metric(aws):
    put(aws, 1)
    put(aws, 2, Service="a")
    put(aws, 4, Service="a", Route="b")

    found = [
        points(aws, dimensions=dimensions, Statistics=["Sum"])[0]["Sum"]
        for dimensions in ((), [("Service", "a")], [("Route", "b"), ("Service", "a")])
    ]

    assert found == [1, 2, 4]


def test_values_with_counts_and_statistic_sets_are_added_up(aws):
    sets = {"Sum": 10, "SampleCount": 2, "Minimum": 3, "Maximum": 7}
    data = [{"MetricName": "Latency", "Values": [1, 2], "Counts": [3, 1]}]
    data += [{"MetricName": "Latency", "StatisticValues": sets}]
    aws.client("cloudwatch").put_metric_data(Namespace="Shop", MetricData=data)

    (found,) = points(aws, Statistics=["Sum", "SampleCount", "Maximum"])

    assert (found["Sum"], found["SampleCount"], found["Maximum"]) == (15, 6, 7)


def test_expression_is_worked_out_over_the_metrics_of_a_query(aws):
    put(aws, 1, 1, name="Errors", unit="Count")
    put(aws, *[1] * 8, name="Calls", unit="Count")
    queries = [
        {
            "Id": name.lower(), "ReturnData": False,
            "MetricStat": {"Metric": {"Namespace": "Shop", "MetricName": name}, "Period": 60, "Stat": "Sum"},
        }
        for name in ("Errors", "Calls")
    ]  # fmt: skip
    queries += [{"Id": "rate", "Expression": "100 * errors / calls"}]

    (found,) = aws.client("cloudwatch").get_metric_data(
        MetricDataQueries=queries, StartTime=aws.clock.now, EndTime=aws.clock.now + timedelta(minutes=5)
    )["MetricDataResults"]

    assert (found["Id"], found["Values"]) == ("rate", [25.0])


def test_each_metric_is_listed_once(aws):
    put(aws, 1, 2)
    put(aws, 3, Service="a")

    metrics = aws.client("cloudwatch").list_metrics(Namespace="Shop")["Metrics"]

    assert [metric["Dimensions"] for metric in metrics] == [[], [{"Name": "Service", "Value": "a"}]]


def test_a_century_of_seconds_is_answered_or_refused_at_once(aws):
    metric = {"Metric": {"Namespace": "shop", "MetricName": "orders"}, "Period": 1, "Stat": "Sum"}
    asked = {"StartTime": 0, "EndTime": 4 * 10**9}
    client = aws.client("cloudwatch")
    one = {"Id": "a", "MetricStat": metric}

    assert client.get_metric_data(MetricDataQueries=[one], **asked)["MetricDataResults"][0]["Values"] == []
    with pytest.raises(NotSimulated, match="up to 100,800 periods, not 4,000,000,000"):
        client.get_metric_data(MetricDataQueries=[one, {"Id": "b", "Expression": "a * 2"}], **asked)
