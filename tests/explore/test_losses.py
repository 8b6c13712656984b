"""The losses panel."""

from patterns import PrivateInstance, ThreeTierVpc
from patterns.explore import Workbench


def shown(workbench):
    workbench.page.selected = "losses"
    return workbench.page.panes["losses"]


def tab(workbench):
    return next((tab for tab in workbench.page.tabs if tab["id"] == "losses"), None)


def test_losses_that_stop_something_come_first_open_and_with_their_reason():
    html = shown(Workbench(PrivateInstance()))

    assert "2 single points</b>" in html.replace(" of failure", "")
    assert html.index("Without zone <b>us-east-1a") < html.index("Without zone <b>us-east-1b")
    assert "the instance is in us-east-1a, and nothing takes its place" in html


def test_a_turn_that_brings_a_single_point_counts_it_on_the_tab():
    workbench = Workbench(ThreeTierVpc())
    assert tab(workbench)["badge"] == ""
    assert "No single point of failure" in shown(workbench)

    workbench.turn("nat", "one")

    assert tab(workbench)["badge"] == "2"


def test_a_template_with_nothing_to_lose_has_no_such_tab():
    assert tab(Workbench({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})) is None
