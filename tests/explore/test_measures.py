"""Numbers over time: read, summed up, drawn."""

from datetime import timedelta

import pytest

from patterns import Sandbox
from patterns.explore.measures import measured


def drill(aws):
    state = {"healthy": 4.0}
    aws.clock.after(60, lambda: state.update(healthy=2.0))
    aws.clock.after(150, lambda: state.update(healthy=4.0))
    aws.clock.after(60, lambda: aws.timeline.note("zone", "us-east-1a", "<lost>", tone="bad"))
    reads = {"healthy": lambda: state["healthy"], "per cent": lambda: 25 * state["healthy"]}
    return measured(aws, reads, minutes=5, every_seconds=30)


def test_numbers_are_read_at_the_start_and_at_every_step():
    with Sandbox() as aws:
        begun = aws.clock.now
        found = drill(aws)

        assert aws.clock.now - begun == timedelta(minutes=5)
        assert found["healthy"].values == (4, 4, 2, 2, 2, 4, 4, 4, 4, 4, 4)
        assert found["healthy"].time_below(4) == timedelta(seconds=90)
        assert found.table.rows == (("healthy", "4", "2", "4", "4"), ("per cent", "100", "50", "100", "100"))


def test_the_drawing_has_a_line_for_each_number_and_marks_what_happened():
    with Sandbox() as aws:
        svg = drill(aws)._repr_html_()

    assert svg.count("<path") == 2
    assert "zone us-east-1a &lt;lost&gt;" in svg
    assert "<title>healthy, per cent over 5 min</title>" in svg


def test_what_was_not_measured_is_named_with_what_was():
    with Sandbox() as aws, pytest.raises(KeyError, match="'cost' was not measured: there are healthy, per cent"):
        drill(aws)["cost"]
