from datetime import timedelta

import pytest

from patterns.sandbox.account import Sandbox
from patterns.sandbox.core.errors import StackFailed
from patterns.sandbox.core.timeline import MOST_HAPPENINGS
from tools.code import call, make_function

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
REFUSED = {"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": []}}}}}

SLEEPER = """
import time

def handler(event, context):
    time.sleep(event["for"])
    return 1 / event["by"]
"""


def said(aws: Sandbox) -> list[tuple[str, str, str, str]]:
    return [(event.kind, event.what, event.detail, event.tone) for event in aws.timeline]


def test_stacks_that_come_about_and_stacks_that_do_not_are_told():
    with Sandbox() as aws:
        aws.deploy(TOPIC, name="good").delete()
        with pytest.raises(StackFailed):
            aws.deploy(REFUSED, name="bad")

        assert said(aws) == [
            ("stack", "CREATE_COMPLETE", "", "good"),
            ("stack", "DELETE_COMPLETE", "", "good"),
            ("stack", "ROLLBACK_COMPLETE", "", "bad"),
        ]


def test_what_a_function_did_is_told_with_the_time_it_took():
    with Sandbox() as aws:
        make_function(
            aws, "import time\ndef handler(event, context):\n    time.sleep(event['for'])\n    return 1 / event['by']\n"
        )
        begun = aws.clock.now
        for by in (1, 0):
            call(aws, {"for": 2, "by": by})

        assert said(aws) == [("function", "ran", "", "good"), ("function", "failed", "ZeroDivisionError", "bad")]
        assert [event.seconds for event in aws.timeline] == [2.0, 2.0]
        assert [event.begun for event in aws.timeline] == [begun, begun + timedelta(seconds=2)]
        assert [one.what for one in aws.timeline.since(begun + timedelta(seconds=3))] == ["failed"]
        assert len(aws.timeline.of("worker")) == 2
        assert aws.timeline.of("another") == []


def test_the_oldest_happenings_make_room():
    with Sandbox() as aws:
        for number in range(MOST_HAPPENINGS + 5):
            aws.timeline.note("test", str(number), "noted")

        assert len(aws.timeline) == MOST_HAPPENINGS
        assert next(iter(aws.timeline)).subject == "5"
