"""Buses of one's own, their policies, and archives."""

import json

import pytest

from patterns.sandbox.core.errors import StackFailed

BUS = {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}}
STATEMENT = {
    "Effect": "Allow",
    "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
    "Action": "events:PutEvents",
    "Resource": {"Fn::GetAtt": ["Bus", "Arn"]},
}


def policy(name, **properties):
    given = {"EventBusName": {"Ref": "Bus"}, "StatementId": name, **properties}
    return {"Type": "AWS::Events::EventBusPolicy", "Properties": given}


def statements(aws):
    found = aws.client("events").describe_event_bus(Name="orders").get("Policy")
    return {one["Sid"]: one for one in json.loads(found)["Statement"]} if found else {}


def test_rule_reads_back_the_bus_as_it_is_named_and_stays_on_it(aws):
    pattern = {"source": ["shop"]}
    rule = {"Type": "AWS::Events::Rule", "Properties": {"EventBusName": {"Fn::GetAtt": ["Bus", "Arn"]}, "Name": "one",
                                                        "EventPattern": pattern}}  # fmt: skip
    stack = aws.deploy({"Resources": {"Bus": BUS, "Rule": rule}}, name="buses")

    assert stack["Rule"].physical_id == "orders|one"
    assert stack["Rule"].unsimulated == ()
    assert not stack.drift()
    named = {**rule, "Properties": {**rule["Properties"], "EventBusName": {"Ref": "Bus"}, "State": "DISABLED"}}
    stack.update({"Resources": {"Bus": BUS, "Rule": named}})
    assert stack["Rule"].physical_id == "orders|one"
    assert stack["Rule"].actual["EventBusName"] == "orders"


def put(aws, source):
    entry = {"Source": source, "DetailType": "order", "Detail": "{}", "EventBusName": "orders"}
    aws.client("events").put_events(Entries=[entry])


def test_statements_stand_beside_each_other_and_go_one_by_one(aws):
    both = {"Bus": BUS, "One": policy("one", Statement=STATEMENT), "Two": policy("two", Statement=STATEMENT)}
    stack = aws.deploy({"Resources": both})
    assert set(statements(aws)) == {"one", "two"}

    stack.update({"Resources": {name: both[name] for name in ("Bus", "Two")}})

    assert set(statements(aws)) == {"two"}
    assert stack.drift() == {}


def test_statement_may_be_given_by_its_parts(aws):
    parts = {"Action": "events:PutEvents", "Principal": "111122223333"}

    stack = aws.deploy({"Resources": {"Bus": BUS, "One": policy("one", **parts)}})

    assert statements(aws)["one"]["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert stack["One"].actual == {"EventBusName": "orders", "StatementId": "one", **parts}


def test_bus_with_somebody_elses_rule_stays_and_one_without_goes(aws):
    stack = aws.deploy({"Resources": {"Bus": BUS}})
    events = aws.client("events")
    events.put_rule(Name="mine", EventBusName="orders", EventPattern='{"source": ["shop"]}')

    with pytest.raises(StackFailed, match="can't be deleted since it has rules"):
        stack.delete()

    events.delete_rule(Name="mine", EventBusName="orders")
    stack.delete()
    assert [bus["Name"] for bus in events.list_event_buses()["EventBuses"]] == ["default"]


def test_archive_keeps_what_its_pattern_matches_now(aws):
    archive = {"ArchiveName": "kept", "SourceArn": {"Fn::GetAtt": ["Bus", "Arn"]}, "EventPattern": {"source": ["shop"]}}
    stack = aws.deploy({"Resources": {"Bus": BUS, "Kept": {"Type": "AWS::Events::Archive", "Properties": archive}}})
    for source in ("shop", "blog"):
        put(aws, source)

    archive["EventPattern"] = {"source": ["blog"]}
    stack.update({"Resources": {"Bus": BUS, "Kept": {"Type": "AWS::Events::Archive", "Properties": archive}}})
    for source in ("shop", "blog", "blog"):
        put(aws, source)

    assert aws.client("events").describe_archive(ArchiveName="kept")["EventCount"] == 3
