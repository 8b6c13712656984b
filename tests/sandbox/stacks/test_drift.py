import pytest

from patterns.sandbox.stacks.drift import Difference, count_leaves, differences


@pytest.mark.parametrize(
    ("declared", "actual"),
    [
        ({"A": 1}, {"A": 1, "Default": True}),
        ({"A": [], "B": {}}, {}),
        ({"A": "30", "B": "true"}, {"A": 30, "B": True}),
        ([1, 2], [2, 1]),
        ([{"Key": "a", "Value": 1}, {"Key": "b", "Value": 2}], [{"Key": "b", "Value": 2}, {"Key": "a", "Value": 1}]),
        ({"Rules": [{"Id": "x", "Days": 1}]}, {"Rules": [{"Id": "x", "Days": 1, "Status": "Enabled"}]}),
    ],
)
def test_what_is_declared_and_holds_is_no_difference(declared, actual):
    assert differences(declared, actual) == []


@pytest.mark.parametrize(
    ("declared", "actual", "found"),
    [
        ({"A": {"B": 1}}, {"A": {"B": 2}}, Difference("A.B", 1, 2)),
        ({"A": {"B": 1}}, {}, Difference("A", {"B": 1}, None)),
        ({"A": []}, {"A": [1]}, Difference("A", [], [1])),
        ({"A": [1, 2]}, {"A": [1]}, Difference("A", [1, 2], [1])),
        ({"A": [{"Id": "x", "D": 1}]}, {"A": [{"Id": "x", "D": 2}]}, Difference("A[0].D", 1, 2)),
        ({"A": [{"Key": "a", "Value": 1}]}, {"A": [{"Key": "b", "Value": 1}]}, Difference("A[0].Key", "a", "b")),
        ({"A": True}, {"A": False}, Difference("A", True, False)),
        ({"A": "True"}, {"A": True}, Difference("A", "True", True)),
    ],
)
def test_a_difference_names_its_path_and_both_values(declared, actual, found):
    assert differences(declared, actual) == [found]


def test_members_of_a_list_are_compared_with_the_one_they_are():
    declared = [{"Id": "a", "Days": 1}, {"Id": "b", "Days": 2}]
    actual = [{"Id": "b", "Days": 3}, {"Id": "a", "Days": 1}]

    assert differences(declared, actual, "Rules") == [Difference("Rules[1].Days", 2, 3)]


def test_a_difference_reads_as_a_sentence():
    assert str(Difference("A.B", "Enabled", None)) == "A.B is None, declared 'Enabled'"
    assert str(Difference("", {}, None)) == "the resource is gone"


def test_single_values_are_counted():
    assert count_leaves({"A": 1, "B": [1, {"C": 2, "D": []}]}) == 3
