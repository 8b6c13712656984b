"""The timeline panel: what happened when, and letting time pass from the page."""

import html
import re

import pytest

from patterns import CircuitBreaker, Sandbox
from patterns.explore import Workbench, tables

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def shown(workbench: Workbench) -> str:
    workbench.page.selected = "timeline"
    return workbench.page.panes["timeline"]


def words(markup: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)))


def test_a_page_without_a_stack_offers_to_deploy_it():
    assert 'data-action="deploy"' in shown(Workbench(TOPIC))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(45, "45 s, and nothing"), (60, "1 minute, and"), (5400, "1 hour 30 minutes"), (2_592_000, "30 days, and")],
)
def test_time_passes_at_a_click_and_an_empty_span_is_told(seconds, said):
    with Sandbox() as aws:
        workbench = Workbench(TOPIC, sandbox=aws)
        workbench.deploy()
        before = aws.clock.now
        workbench.advance(seconds)

        assert (aws.clock.now - before).total_seconds() == seconds
        assert said in words(shown(workbench))


def test_what_happened_stands_at_its_moment_under_the_name_of_the_template():
    with Sandbox() as aws:
        workbench = Workbench(TOPIC, sandbox=aws)
        workbench.deploy()
        aws.clock.advance(days=1)
        aws.timeline.note("topic", workbench.stack["Topic"].physical_id, "told <nobody>", tone="bad")
        workbench.read_again()

        assert "1 day 2026-01-02 00:00:00 ▲ topic Topic told <nobody>" in words(shown(workbench))
        assert "<nobody>" not in shown(workbench)


def test_the_table_says_the_same_for_a_notebook():
    with Sandbox() as aws:
        aws.deploy(TOPIC, name="topics")
        moment = aws.clock.advance(hours=1)

        assert tables.timeline(aws.timeline).rows == (
            ("2026-01-01 00:00:00", "stack", "topics", "CREATE_COMPLETE", "", ""),
        )
        assert repr(tables.timeline(aws.timeline.since(moment))) == "nothing"


@pytest.mark.slow
def test_the_timeline_calls_a_state_machine_by_its_name():
    with Sandbox() as aws:
        stack = aws.deploy(CircuitBreaker(breaker=False, alarm=False), name="alone")
        moment = aws.clock.now
        machine = stack.outputs["MachineArn"]
        aws.client("stepfunctions").start_execution(stateMachineArn=machine)

        found = {row[1]: row[2] for row in tables.timeline(aws.timeline.since(moment)).rows}

        assert found["state machine"] == machine.rpartition(":")[2]
