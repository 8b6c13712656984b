import pytest

from patterns.template.properties import at, each, entries, is_off
from patterns.template.values import Unknown


@pytest.mark.parametrize(
    ("path", "value"),
    [(("a", 0, "b"), 1), (("a", 1, "b"), None), (("a", "b"), None), (("u", "x"), Unknown("${U}")), ((), ...)],
)
def test_at_reads_a_path(path, value):
    properties = {"a": [{"b": 1}], "u": Unknown("${U}")}

    assert at(properties, *path) == (properties if value is ... else value)


def test_what_nobody_can_tell_before_deployment_is_not_off():
    assert [is_off(value) for value in (None, False, "false", True, Unknown("${On}"))] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_one_thing_and_a_list_of_it_read_alike():
    assert [list(each(value)) for value in (None, "a", ["a", "b"])] == [[], ["a"], ["a", "b"]]
    assert [entries(value) for value in (None, Unknown("${L}"), [1])] == [[], [], [1]]
