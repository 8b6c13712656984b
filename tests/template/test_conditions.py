import itertools

import pytest

from patterns.template.errors import CircularDependencyError, TemplateError
from patterns.template.resolve import Resolver
from patterns.template.source import load
from patterns.template.values import Unknown

TRUE, FALSE, OPEN = {"Fn::Equals": ["a", "a"]}, {"Fn::Equals": ["a", "b"]}, {"Fn::Equals": [{"Ref": "Env"}, "prod"]}
MEANING = {"true": (TRUE, True), "false": (FALSE, False), "open": (OPEN, None)}


def resolver(conditions, **options):
    body = {
        "Parameters": {"Env": {"Type": "String"}, "Count": {"Type": "Number", "Default": 1}},
        "Conditions": conditions,
        "Resources": {"A": {"Type": "AWS::S3::Bucket"}},
    }
    return Resolver(load(body), **options)


def outcome(expression, **options):
    found = resolver({"C": expression}, **options).condition("C")
    return None if isinstance(found, Unknown) else found


@pytest.mark.parametrize(("left", "right"), list(itertools.product(MEANING, MEANING)))
def test_and_and_or_are_three_valued(left, right):
    (a, x), (b, y) = MEANING[left], MEANING[right]

    assert outcome({"Fn::And": [a, b]}) is (False if False in (x, y) else None if None in (x, y) else True)
    assert outcome({"Fn::Or": [a, b]}) is (True if True in (x, y) else None if None in (x, y) else False)


@pytest.mark.parametrize(("expression", "expected"), [(TRUE, False), (FALSE, True), (OPEN, None)])
def test_not_is_three_valued(expression, expected):
    assert outcome({"Fn::Not": [expression]}) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"Ref": "Count"}, 1, True),
        (True, "true", True),
        ({"Ref": "Env"}, {"Ref": "Env"}, True),
        ({"Ref": "Env"}, {"Ref": "Count"}, None),
        ({"Ref": "AWS::Region"}, "us-east-1", True),
        ("A", "a", False),
    ],
)
def test_equals_compares_texts_and_knows_what_is_the_same(left, right, expected):
    assert outcome({"Fn::Equals": [left, right]}) is expected


def test_a_given_parameter_settles_the_condition():
    assert outcome(OPEN, parameters={"Env": "prod"}) is True
    assert outcome(OPEN, parameters={"Env": "dev"}) is False


def test_an_open_condition_says_what_it_waits_for():
    found = resolver({"A": OPEN, "B": {"Fn::And": [{"Condition": "A"}, TRUE]}}).condition("B")

    assert found == Unknown("${Fn::Equals(Env, prod)}", frozenset({("Env", "Ref")}))


def test_a_long_chain_of_conditions_is_followed():
    chain = {f"C{i}": {"Fn::Not": [{"Condition": f"C{i + 1}"}]} for i in range(2000)}

    assert resolver({**chain, "C2000": TRUE}).condition("C0") is True


def test_an_open_condition_named_twice_at_every_level_stays_small():
    doubled = {
        f"C{i}": {"Fn::Or": [{"Condition": f"C{i + 1}"}, {"Fn::Not": [{"Condition": f"C{i + 1}"}]}]} for i in range(60)
    }

    assert len(str(resolver({**doubled, "C60": OPEN}).condition("C0"))) < 25_000


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ({"Fn::Equals": ["a"]}, "every Fn::Equals object requires a list of 2 string parameters"),
        ({"Fn::And": [TRUE]}, "requires a list of at least 2 and at most 10 boolean parameters"),
        ({"Fn::Or": [TRUE] * 11}, "requires a list of at least 2 and at most 10 boolean parameters"),
        ({"Fn::Not": TRUE}, "every Fn::Not object requires one boolean parameter"),
        ("true", "Conditions can only be boolean operations on parameters and other conditions"),
        ({"Ref": "Env"}, "Conditions can only be boolean operations on parameters and other conditions"),
        ({"Condition": "Nope"}, "Unresolved condition dependency Nope in the Conditions block"),
        (
            {"Fn::Equals": [{"Ref": "A"}, "a"]},
            "Unresolved dependencies [A]. Cannot reference resources in the Conditions",
        ),
    ],
)
def test_a_wrong_condition_is_refused_with_its_line(expression, message):
    with pytest.raises(TemplateError) as caught:
        outcome(expression)

    assert message in caught.value.message
    assert caught.value.line is not None


def test_conditions_that_need_each_other_are_refused():
    with pytest.raises(CircularDependencyError, match=r"Circular dependency between conditions: \[A, B\] \(line 9\)"):
        resolver({"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::Not": [{"Condition": "A"}]}})
