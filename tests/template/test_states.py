import json

import pytest

from patterns.template.states import condition, definition, faults, machines, transitions

PASS = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}


@pytest.mark.parametrize(
    ("properties", "found"),
    [
        ({"Definition": PASS}, PASS),
        ({"DefinitionString": json.dumps(PASS)}, PASS),
        ({"DefinitionString": "{"}, None),
        ({"Definition": {"StartAt": "A"}}, None),
        ({"DefinitionS3Location": {"Bucket": "b", "Key": "k"}}, None),
    ],
)
def test_a_definition_is_read_wherever_the_template_holds_it(properties, found):
    assert definition(properties) == found


def test_ways_out_come_in_the_order_in_which_they_are_tried():
    task = {
        "Next": "B",
        "Catch": [{"ErrorEquals": ["X", "Y"], "Next": "C"}, {"ErrorEquals": ["States.ALL"], "Next": "D"}],
    }
    choice = {"Choices": [{"Variable": "$.n", "NumericGreaterThan": 3, "Next": "B"}], "Default": "C"}

    assert list(transitions(task)) == [
        ("Next", "B", ""),
        ("Catch[0]/Next", "C", "X, Y"),
        ("Catch[1]/Next", "D", "States.ALL"),
    ]
    assert list(transitions(choice)) == [("Choices[0]/Next", "B", "n > 3"), ("Default", "C", "otherwise")]
    assert list(transitions({"Type": "Succeed"})) == []


def test_a_parallel_holds_branches_and_a_map_its_processor():
    assert [inner.field for inner in machines({"Branches": [PASS, PASS]})] == ["Branches[0]", "Branches[1]"]
    assert [inner.field for inner in machines({"ItemProcessor": PASS})] == ["ItemProcessor"]
    assert list(machines({"Type": "Pass"})) == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"Variable": "$.order.permit", "StringEquals": "call"}, "permit is call"),
        ({"Variable": "$.n", "NumericLessThanEqualsPath": "$.limit"}, "n ≤ $.limit"),
        ({"Variable": "$.ok", "BooleanEquals": True}, "ok is true"),
        ({"Variable": "$.name", "IsPresent": False}, "name IsPresent false"),
        ({"Not": {"Variable": "$.n", "NumericEquals": 1}}, "not (n is 1)"),
        (
            {"Or": [{"Variable": "$.a", "StringMatches": "x*"}, {"Variable": "$.b", "IsNull": True}]},
            "a matches x* or b IsNull true",
        ),
        ({"Condition": "{% $n > 1 %}"}, "{% $n > 1 %}"),
    ],
)
def test_a_rule_reads_as_words(rule, words):
    assert condition(rule) == words


@pytest.mark.parametrize(
    ("machine", "wrong"),
    [
        ([], "These fields are required: [States] at /"),
        ({"States": {"A": None}}, "A state must be an object at /States/A"),
        ({"States": {"": {"Type": "Pass"}}}, "A state's name must have 1 to 80 characters at /States/"),
        ({"States": {"A": {"Next": 5}}}, "It must be a name at /States/A/Next"),
        ({"States": {"A": {"Choices": None}}}, "It must be a list at /States/A/Choices"),
        ({"States": {"A": {"Choices": [{"And": 5}]}}}, "It must be a list at /States/A/Choices[0]/And"),
        (
            {"States": {"A": {"Catch": [{"ErrorEquals": 5}]}}},
            "It must be a list of names at /States/A/Catch[0]/ErrorEquals",
        ),
        ({"States": {"A": {"Branches": [5]}}}, "These fields are required: [States] at /States/A/Branches[0]"),
        ({"States": {"A": {"Iterator": {"States": 5}}}}, "These fields are required: [States] at /States/A/Iterator"),
    ],
)
def test_what_has_not_the_shape_of_a_machine_is_told_and_read_as_none(machine, wrong):
    assert faults({"Definition": machine}) == [wrong]
    assert definition({"Definition": machine}) is None


def test_a_machine_that_is_no_json_or_without_end_is_told():
    deep = {"States": {"A": {"Type": "Pass", "End": True}}}
    for _ in range(30):
        deep = {"States": {"A": {"Iterator": deep}}}

    assert "it is not JSON" in faults({"DefinitionString": "{"})[0]
    assert "nested deeper than 20" in faults({"Definition": deep})[0]
    assert faults({}) == []
