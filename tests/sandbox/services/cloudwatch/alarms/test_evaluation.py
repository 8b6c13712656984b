"""The tables of CloudWatch's page on missing data, row by row, and the reasons it gives."""

import pytest

from patterns.sandbox.services.cloudwatch.alarms.evaluation import ALARM, INSUFFICIENT, OK, Point, Rule

TREATED = ("missing", "ignore", "breaching", "notBreaching")
KEPT = "kept"

THREE_OF_THREE = (
    ("0 - X - X", (OK, OK, OK, OK)),
    ("0 - - - -", (OK, OK, OK, OK)),
    ("- - - - -", (INSUFFICIENT, KEPT, ALARM, OK)),
    ("0 X X - X", (ALARM, ALARM, ALARM, ALARM)),
    ("- - X - -", (ALARM, KEPT, ALARM, OK)),
    ("- - - X -", (KEPT, KEPT, ALARM, OK)),
    ("- - - - X", (KEPT, KEPT, ALARM, OK)),
)
TWO_OF_THREE = (
    ("0 - X - X", (ALARM, ALARM, ALARM, ALARM)),
    ("0 0 X 0 X", (ALARM, ALARM, ALARM, ALARM)),
    ("0 - X - -", (OK, OK, ALARM, OK)),
    ("- - - - 0", (OK, OK, ALARM, OK)),
    ("- - - X -", (ALARM, KEPT, ALARM, OK)),
)
ROWS = [
    (text, to_alarm, states) for to_alarm, rows in ((3, THREE_OF_THREE), (2, TWO_OF_THREE)) for text, states in rows
]


def points(text):
    values = {"0": 0.0, "X": 1.0, "-": None}
    return [Point(60.0 * number, values[one]) for number, one in enumerate(text.split())]


def rule(missing="missing", to_alarm=3, periods=3, comparison="GreaterThanThreshold", threshold=0.5):
    return Rule(comparison, threshold, periods, to_alarm, missing)


@pytest.mark.parametrize("before", [OK, ALARM, INSUFFICIENT])
@pytest.mark.parametrize(("text", "to_alarm", "states"), ROWS)
def test_missing_data_are_treated_as_the_table_says(text, to_alarm, states, before):
    found = [rule(missing, to_alarm).state(points(text), before) for missing in TREATED]

    assert found == [before if state == KEPT else state for state in states]


@pytest.mark.parametrize(
    ("comparison", "beyond", "within"),
    [
        ("GreaterThanThreshold", 2.0, 1.0),
        ("GreaterThanOrEqualToThreshold", 1.0, 0.5),
        ("LessThanThreshold", 0.0, 1.0),
        ("LessThanOrEqualToThreshold", 1.0, 1.5),
    ],
)
def test_each_comparison_includes_the_threshold_or_not(comparison, beyond, within):
    compared = rule(comparison=comparison, threshold=1.0)

    assert (compared.breaches(beyond), compared.breaches(within)) == (True, False)


@pytest.mark.parametrize(
    ("text", "missing", "to_alarm", "state", "reason"),
    [
        (
            "0 0 X X X", "missing", 3, ALARM,
            "Threshold Crossed: 3 out of the last 3 datapoints [1.0 (01/01/70 00:04:00), 1.0 (01/01/70 00:03:00), "
            "1.0 (01/01/70 00:02:00)] were greater than the threshold (0.5) "
            "(minimum 3 datapoints for OK -> ALARM transition).",
        ),
        (
            "X X X X 0", "missing", 3, OK,
            "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (01/01/70 00:04:00)] was not greater than the "
            "threshold (0.5) (minimum 1 datapoint for ALARM -> OK transition).",
        ),
        (
            "- - - X -", "breaching", 3, ALARM,
            "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (01/01/70 00:03:00)] was greater than the "
            "threshold (0.5) and 2 missing datapoints were treated as [Breaching] "
            "(minimum 3 datapoints for OK -> ALARM transition).",
        ),
        (
            "- - - - -", "notBreaching", 3, OK,
            "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as "
            "[NonBreaching].",
        ),
        ("- - - - -", "missing", 3, INSUFFICIENT, "Insufficient Data: 3 datapoints were unknown."),
    ],
)  # fmt: skip
def test_reason_is_in_the_words_of_cloudwatch(text, missing, to_alarm, state, reason):
    assert rule(missing, to_alarm).reason(points(text), state) == reason
