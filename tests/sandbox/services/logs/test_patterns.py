"""Filter patterns, by the examples of the page on their syntax and what they must not match."""

import json

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.services.logs.patterns import PatternError, pattern

EVENT = {
    "eventType": "UpdateTrail", "status": 500, "latency": 1.5, "sourceIPAddress": "10.1.2.3", "none": None, "ok": True,
    "parts": [{"id": 1}, {"id": 2}],
}  # fmt: skip
COLUMNS = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


def matches(text, line):
    return pattern(text)(line) is not None


@pytest.mark.parametrize(
    ("text", "hit", "miss"),
    [
        ("ERROR", "[ERROR 400] BAD REQUEST", "error"),
        ("ERROR ARGUMENTS", "ARGUMENTS ERROR", "ERROR"),
        ("?ERROR ?WARN", "WARN", "INFO"),
        ("ERROR -EXITING", "ERROR", "ERROR EXITING"),
        ('"INTERNAL SERVER ERROR"', "500 INTERNAL SERVER ERROR", "SERVER INTERNAL ERROR"),
        ("%[45][0-9][0-9]%", "status 404", "status 200"),
    ],
)
def test_terms_are_looked_for_in_the_line(text, hit, miss):
    assert (matches(text, hit), matches(text, miss)) == (True, False)


def test_empty_pattern_matches_every_line():
    assert matches("", "anything")


@pytest.mark.parametrize(
    ("hit", "miss"),
    [
        ("{ $.status = 500 }", "{ $.status = 501 }"),
        ("{ $.status != 501 }", "{ $.absent != 501 }"),
        ("{ $.status >= 500 && $.latency < 2 }", "{ $.status >= 500 && $.latency > 2 }"),
        ('{ $.eventType = "UpdateTrail" }', '{ $.eventType = "updateTrail" }'),
        ("{ $.eventType = Update* }", "{ $.eventType = Delete* }"),
        ("{ $.eventType = * }", "{ $.absent = * }"),
        ("{ $.parts[1].id = 2 }", "{ $.parts[0].id = 2 }"),
        ("{ $.parts[*].id = 2 }", "{ $.parts[*].id = 3 }"),
        ("{ $['status'] = 500 }", "{ $['state'] = 500 }"),
        ("{ $.none IS NULL }", "{ $.absent IS NULL }"),
        ("{ $.ok IS TRUE }", "{ $.ok IS FALSE }"),
        ("{ $.absent NOT EXISTS }", "{ $.none NOT EXISTS }"),
        ("{ $.sourceIPAddress = %10\\.1.*% }", "{ $.sourceIPAddress = %11\\..*% }"),
        (
            "{ $.status = 404 || $.status = 500 && $.ok IS TRUE }",
            "{ ($.status = 404 || $.ok IS TRUE) && $.status = 1 }",
        ),
    ],
)
def test_json_is_read(hit, miss):
    assert (matches(hit, json.dumps(EVENT)), matches(miss, json.dumps(EVENT))) == (True, False)


def test_line_that_is_no_json_matches_no_json_pattern():
    assert not matches("{ $.status = 500 }", "status = 500")


@pytest.mark.parametrize(
    ("hit", "miss"),
    [
        (
            "[ip, server, user, time, request, status = 4*, bytes]",
            "[ip, server, user, time, request, status = 5*, bytes]",
        ),
        ("[..., status = 404, bytes]", "[..., status = 404]"),
        ("[ip, ...]", "[ip, server]"),
        (
            "[ip, server, user, time, request, status = 404 || status = 410, bytes > 1000]",
            "[ip, server, user, time, request, status = 404 && status != 404, bytes > 1000]",
        ),
        (
            '[ip, server, user, time, request = "*html*", status, bytes]',
            '[ip, server, user, time, request = "*css*", status, bytes]',
        ),
    ],
)
def test_columns_are_read(hit, miss):
    assert (matches(hit, COLUMNS), matches(miss, COLUMNS)) == (True, False)


def test_matching_line_gives_what_a_metric_asks_for():
    assert pattern("[ip, ..., bytes]")(COLUMNS).read("$bytes") == "1534"
    assert pattern("{ $.status = * }")(json.dumps(EVENT)).read("$.parts[0].id") == 1
    assert pattern("{ $.status = * }")(json.dumps(EVENT)).read("$.absent") is None


@pytest.mark.parametrize("text", ["{ status }", "{ $.a = }", "{ ($.a = 1 }", "{ $.a = 1 $.b = 2 }", "[a, ..., ...]"])
def test_pattern_that_is_none_is_refused(text):
    with pytest.raises(PatternError, match="is not a filter pattern"):
        pattern(text)


@pytest.mark.parametrize(
    "text",
    [
        "%(a+)+$%",
        "{ $.x = %(a+)+$% }",
        "%(%",
        "%[%",
        "%né%",
        "x" * 1025,
        "{ " + "(" * 500 + "$.x = 1" + ")" * 500 + " }",
    ],
)
def test_pattern_that_could_keep_a_reader_waiting_is_refused(aws, text):
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="g")

    with pytest.raises(ClientError, match=r"Invalid filter pattern|Maximum length of 1024"):
        logs.put_metric_filter(
            logGroupName="g",
            filterName="f",
            filterPattern=text,
            metricTransformations=[{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}],
        )

    assert logs.describe_metric_filters(logGroupName="g")["metricFilters"] == []


@pytest.mark.parametrize("text", ['{ $.x = "*' + "a*" * 12 + 'b" }', r"%\d{3}[a-z]+$%", "?" * 500])
def test_pattern_of_many_stars_is_decided_on_a_long_line(text):
    assert pattern(text)('{"x": "' + "a" * 900 + '"}') is None
