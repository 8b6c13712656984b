"""https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"""

import pytest

from patterns.sandbox.services.events.patterns import matches

EVENT = {
    "source": "shop",
    "detail": {
        "state": "shipped",
        "count": 7,
        "paid": True,
        "tags": ["new", "rush"],
        "lines": [{"sku": "a"}, {"sku": "b"}],
        "from": "10.0.1.9",
        "note": None,
        "path": "in/data/a.csv",
    },
}


@pytest.mark.parametrize(
    ("wanted", "missed"),
    [
        ({"state": ["shipped"]}, {"state": ["sent"]}),
        ({"state": ["sent", "shipped"]}, {"other": ["shipped"]}),
        ({"note": [None]}, {"state": [None]}),
        ({"paid": [True]}, {"paid": [1]}),
        ({"tags": ["rush"]}, {"tags": ["old"]}),
        ({"lines": {"sku": ["b"]}}, {"lines": {"sku": ["c"]}}),
        ({"state": [{"prefix": "ship"}]}, {"state": [{"prefix": "Ship"}]}),
        ({"state": [{"prefix": {"equals-ignore-case": "SHIP"}}]}, {"count": [{"prefix": "7"}]}),
        ({"path": [{"suffix": ".csv"}]}, {"path": [{"suffix": ".txt"}]}),
        ({"state": [{"equals-ignore-case": "SHIPPED"}]}, {"state": [{"equals-ignore-case": "SENT"}]}),
        ({"path": [{"wildcard": "in/*/a.csv"}]}, {"path": [{"wildcard": "in/*.txt"}]}),
        ({"state": [{"anything-but": ["sent", "lost"]}]}, {"state": [{"anything-but": "shipped"}]}),
        ({"state": [{"anything-but": {"prefix": "se"}}]}, {"state": [{"anything-but": {"prefix": ["x", "sh"]}}]}),
        ({"tags": [{"anything-but": "old"}]}, {"missing": [{"anything-but": "old"}]}),
        ({"count": [{"numeric": [">", 5, "<=", 7]}]}, {"count": [{"numeric": ["<", 7]}]}),
        ({"count": [{"numeric": ["=", 7]}]}, {"paid": [{"numeric": ["=", 1]}]}),
        ({"count": [{"exists": True}]}, {"count": [{"exists": False}]}),
        ({"missing": [{"exists": False}]}, {"missing": [{"exists": True}]}),
        ({"missing": {"deeper": [{"exists": False}]}}, {"state": {"deeper": ["x"]}}),
        ({"from": [{"cidr": "10.0.0.0/16"}]}, {"from": [{"cidr": "10.1.0.0/16"}]}),
        ({"$or": [{"state": ["sent"]}, {"count": [7]}]}, {"$or": [{"state": ["sent"]}, {"count": [8]}]}),
    ],
)
def test_a_pattern_matches_or_does_not(wanted, missed):
    assert matches({"source": ["shop"], "detail": wanted}, EVENT)
    assert not matches({"source": ["shop"], "detail": missed}, EVENT)


def test_every_field_must_match():
    assert not matches({"source": ["bank"], "detail": {"state": ["shipped"]}}, EVENT)
