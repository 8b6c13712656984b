import re

from patterns.analysis.machine import Taken, Visit, machine

MACHINE = {
    "StartAt": "Call <service>",
    "States": {
        "Call <service>": {
            "Type": "Task",
            "Next": "Both",
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Sorry"}],
        },
        "Both": {
            "Type": "Parallel",
            "Branches": [{"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": True}}}],
            "End": True,
        },
        "Sorry": {"Type": "Fail"},
    },
}
CAUGHT = Taken(
    "FAILED",
    {"Call <service>": Visit(3, 7.5, "Busy & <gone>"), "Sorry": Visit()},
    frozenset({("", "Call <service>"), ("Call <service>", "Sorry")}),
)
GREEN, RED = 'stroke="var(--pc-add, #116138)"', 'stroke="var(--pc-del, #a3211a)"'


def test_every_state_is_drawn_with_its_kind_also_those_within():
    drawn = machine(MACHINE)

    assert re.findall(r">(Call &lt;service&gt;|Both|Sorry|Left|Task|Parallel|Fail|Pass)<", drawn.svg) != []
    for text in ("Call &lt;service&gt;", "Both", "Sorry", "Left", "States.ALL"):
        assert text in drawn.svg
    assert drawn.words == "State machine of Call <service> (Task), Both (Parallel), Sorry (Fail)."
    assert GREEN not in drawn.svg


def test_the_way_that_was_taken_is_marked_and_told():
    drawn = machine(MACHINE, CAUGHT)

    assert "3 attempts, 7.5 s" in drawn.svg
    assert "Busy &amp; &lt;gone&gt;" in drawn.svg
    assert drawn.svg.count(RED) == 1
    assert drawn.words.endswith("The execution failed: Call <service> (3 attempts, 7.5 s, Busy & <gone>), Sorry.")


def test_an_execution_that_entered_no_state_says_so():
    assert machine(MACHINE, Taken("ABORTED")).words.endswith("The execution aborted: no state was entered.")


def test_a_definition_without_states_is_an_empty_drawing():
    assert machine({"StartAt": "A", "States": {}}).words == "State machine of ."
