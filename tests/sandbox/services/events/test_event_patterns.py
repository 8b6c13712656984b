"""What EventBridge takes for a pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html"""

import json
import re

import pytest
from botocore.exceptions import ClientError

from patterns.refusals.events.event_patterns import parsed


def field(*choices):
    return json.dumps({"detail": {"x": list(choices)}})


@pytest.mark.parametrize(
    "text",
    [
        field("a", 1, True, None),
        field({"prefix": "a"}, {"suffix": {"equals-ignore-case": ".PNG"}}, {"equals-ignore-case": "a"}),
        field({"wildcard": r"a*\*b\\"}, {"cidr": "10.0.0.0/8"}, {"cidr": "fd00::/8"}, {"exists": False}),
        field({"numeric": [">", 0, "<=", 5]}, {"numeric": ["=", 3.018e2]}),
        field({"anything-but": ["a", "b"]}, {"anything-but": 1}, {"anything-but": {"prefix": ["a", "b"]}}),
        '{"$or": [{"source": ["a"]}, {"detail": {"x": [1]}}]}',
    ],
)
def test_a_pattern_is_taken(text):
    assert parsed(text) == json.loads(text)


WRONG = [
    ("[]", "Filter is not an object"),
    ("{", "Filter is not valid JSON"),
    ("{}", "Empty objects are not allowed"),
    ('{"source": "a"}', '"source" must be an object or an array'),
    ('{"source": []}', "Empty arrays are not allowed"),
    ('{"source": [["a"]]}', "Match value must be String, number, true, false, or null"),
    ('{"a":' * 300 + '["a"]' + "}" * 300, "Filter is nested too deeply"),
    ('{"$or": 5}', "It must be an Array followed with $or."),
    ('{"$or": [{"source": ["a"]}]}', "There must have at least 2 Objects in $or relationship."),
    ('{"$or": [{"source": ["a"]}, 5]}', "Only JSON object is allowed in array of $or relationship."),
    (field({}), "Match expression name not found"),
    (field({"a": 1}), "Unrecognized match type a"),
    (field({"prefix": "a", "suffix": "b"}), "Only one key allowed in match expression"),
    (field({"prefix": 5}), "prefix match pattern must be a string"),
    (field({"suffix": {"a": "b"}}), "Unsupported suffix pattern: a"),
    (field({"equals-ignore-case": 5}), "equals-ignore-case match pattern must be a string"),
    (field({"wildcard": 5}), "wildcard match pattern must be a string"),
    (field({"wildcard": "a**"}), "Consecutive wildcard characters at pos 1"),
    (field({"wildcard": r"a\b"}), "Invalid escape character at pos 1"),
    (field({"cidr": "10.0.0.0"}), "Malformed CIDR, one '/' required"),
    (field({"cidr": "10.0.0.0/40"}), "Malformed CIDR, mask bits must not be negative or too large"),
    (field({"exists": "yes"}), "exists match pattern must be either true or false."),
    (field({"numeric": 5}), "Value of numeric must be an array."),
    (field({"numeric": []}), "Invalid member in numeric match: ]"),
    (field({"numeric": ["~", 1]}), "Unrecognized numeric range operator: ~"),
    (field({"numeric": ["<"]}), "Value of < must be numeric"),
    (field({"numeric": ["=", "a"]}), "Value of equals must be numeric"),
    (field({"numeric": ["<", 6e9]}), "Value must be between -5.0E+09 and 5.0E+09, inclusive"),
    (field({"numeric": [">", 5, "<", 3]}), "Bottom must be less than top"),
    (field({"numeric": [">", 1, ">", 3]}), "Bad numeric range operator: >"),
    (field({"numeric": ["<", 1, "<", 3]}), "Too many elements in numeric expression"),
    (field({"anything-but": True}), "Value of anything-but must be an array or single string/number value."),
    (field({"anything-but": ["a", 1]}), "mixed type is not supported"),
    (field({"anything-but": ["a", None]}), "Inside anything but list, start|null|boolean is not supported."),
    (field({"anything-but": {"bogus": 1}}), "Unsupported anything-but pattern: bogus"),
    (field({"anything-but": {"prefix": ""}}), "Null prefix/suffix not allowed"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG)
def test_what_is_no_pattern_is_refused_with_the_reason(text, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        parsed(text)


def test_a_broken_pattern_is_refused_when_given_and_nobody_is_hindered_later(aws):
    events = aws.client("events")

    with pytest.raises(
        ClientError, match=r"Event pattern is not valid\. Reason: Unrecognized numeric range operator: ~"
    ):
        events.put_rule(Name="bad", EventPattern=field({"numeric": ["~", 1]}))

    assert events.list_rules()["Rules"] == []
    assert events.put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}])["FailedEntryCount"] == 0


def test_a_pattern_can_be_tried_on_an_event(aws):
    events = aws.client("events")
    event = dict.fromkeys(("id", "detail-type", "account", "time", "region"), "x")
    event |= {"source": "shop", "resources": [], "detail": {}}

    def tried(**choice):
        return events.test_event_pattern(EventPattern=json.dumps(choice), Event=json.dumps(event))["Result"]

    assert tried(source=["shop"])
    assert not tried(source=["other"])
    del event["source"]
    with pytest.raises(ClientError, match="Reason: source is missing"):
        tried(source=["shop"])
