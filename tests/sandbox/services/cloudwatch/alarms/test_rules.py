"""The rules of composite alarms."""

import pytest

from patterns.sandbox.core.errors import NotSimulated
from patterns.sandbox.services.cloudwatch.alarms.rules import holds

STATES = {"a": "ALARM", "b": "OK", "c d": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("ALARM(a)", True),
        ("ALARM(b)", False),
        ('OK("b") AND INSUFFICIENT_DATA("c d")', True),
        ("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)", True),
        ("ALARM(b) OR ALARM(a) AND NOT OK(a)", True),
        ("(ALARM(b) OR ALARM(a)) AND OK(a)", False),
        ("TRUE AND NOT FALSE", True),
        ("ALARM(unknown)", False),
    ],
)
def test_rule_holds_by_the_states_of_its_alarms(rule, found):
    assert holds(rule, STATES) is found


@pytest.mark.parametrize("rule", ["", "ALARM(a) AND", "(ALARM(a)", "ALARM(a) ALARM(b)", "BROKEN(a)", "AND"])
def test_text_that_is_no_rule_is_refused(rule):
    with pytest.raises(NotSimulated, match="does not understand the alarm rule"):
        holds(rule, STATES)
