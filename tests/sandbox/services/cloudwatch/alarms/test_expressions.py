"""Metric math over rows of data, and what of it is refused."""

import pytest

from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.cloudwatch.alarms.expressions import Query, value

ROWS = {"errors": (1.0, None, 4.0), "calls": (10.0, None, 8.0), "e1": (2.0, 2.0, 2.0)}
QUERY = Query(ROWS, ("errors", "calls"), 60, 3)


@pytest.mark.parametrize(
    ("expression", "row"),
    [
        ("errors", (1.0, None, 4.0)),
        ("100 * errors / calls", (10.0, None, 50.0)),
        ("errors - 2 ^ 2", (-3.0, None, 0.0)),
        ("-errors", (-1.0, None, -4.0)),
        ("errors / (calls - 10)", (None, None, -2.0)),
        ("FILL(errors, 0)", (1.0, 0.0, 4.0)),
        ("FILL(errors, REPEAT)", (1.0, 1.0, 4.0)),
        ("FILL(errors, e1)", (1.0, 2.0, 4.0)),
        ("IF(errors > 2, 1, 0)", (0.0, None, 1.0)),
        ("IF(errors > 2, errors)", (None, None, 4.0)),
        ("errors > 0 AND calls > 9", (1.0, None, 0.0)),
        ("errors > 3 || calls > 9", (1.0, None, 1.0)),
        ("SUM([errors, calls])", (11.0, None, 12.0)),
        ("SUM(METRICS())", (11.0, None, 12.0)),
        ("MAX(METRICS('call'))", (10.0, None, 8.0)),
        ("errors / SUM(errors)", (0.2, None, 0.8)),
        ("AVG(calls)", (9.0, 9.0, 9.0)),
        ("STDDEV([errors, calls])", (4.5, None, 2.0)),
        ("ABS(0 - errors) + CEIL(0.5)", (2.0, None, 5.0)),
        ("DIFF(e1)", (None, 0.0, 0.0)),
        ("RATE(e1) + PERIOD(e1)", (None, 60.0, 60.0)),
        ("RUNNING_SUM(errors)", (1.0, None, 5.0)),
        ("METRIC_COUNT(METRICS())", (2.0, 2.0, 2.0)),
    ],
)
def test_expression_gives_a_row(expression, row):
    assert value(expression, QUERY) == row


@pytest.mark.parametrize(
    "expression",
    [
        "ANOMALY_DETECTION_BAND(errors, 2)",
        "SEARCH('{AWS/Lambda}', 'Sum')",
        "SELECT SUM(Errors) FROM SCHEMA(\"AWS/Lambda\")",
        "__import__('os').system('true')",
        "errors.real",
        "[one for one in errors]",
        "unknown + 1",
        "METRICS()",
        "FILL(errors, LINEAR)",
        "1 +",
    ],
)  # fmt: skip
def test_everything_else_is_refused_by_name(expression):
    with pytest.raises(NotSimulated, match="does not evaluate the expression") as refused:
        value(expression, QUERY)

    assert repr(expression) in str(refused.value)
