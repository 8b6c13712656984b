import json

import pytest

from patterns.template.states import condition, definition, machines, transitions

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
