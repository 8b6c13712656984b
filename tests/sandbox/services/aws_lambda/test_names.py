"""A function by any of its names, the policies of its versions and aliases, and revisions."""

import json
from collections import Counter

import pytest
from botocore.exceptions import ClientError

from tools.code import call, log_lines, make_function, zipped

WHICH = "def handler(event, context):\n    return context.function_version\n"
NAMES = ("worker", "123456789012:function:worker", "arn:aws:lambda:us-east-1:123456789012:function:worker")
PERMISSION = {"Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}


@pytest.fixture
def function(aws):
    """The client; version 1 is called "live", version 2 has no name."""
    make_function(aws, WHICH)
    client = aws.client("lambda")
    client.publish_version(FunctionName="worker")
    client.create_alias(FunctionName="worker", Name="live", FunctionVersion="1")
    client.update_function_code(FunctionName="worker", ZipFile=zipped(index=WHICH + "\n"))
    client.publish_version(FunctionName="worker")
    return client


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_a_name_is_the_function(function, name):
    assert function.get_function(FunctionName=name)["Configuration"]["FunctionName"] == "worker"
    assert [alias["Name"] for alias in function.list_aliases(FunctionName=name)["Aliases"]] == ["live"]
    assert len(function.list_versions_by_function(FunctionName=name)["Versions"]) == 3
    assert json.load(function.invoke(FunctionName=f"{name}:live")["Payload"]) == "1"


def test_function_of_another_region_is_out_of_reach(function):
    name = NAMES[2].replace("us-east-1", "us-west-2")

    assert refusal(function.get_function, FunctionName=name) == ("ResourceNotFoundException", 404)


def test_policy_is_the_versions_or_the_aliass(function):
    for sid, where in (("f", {}), ("one", {"Qualifier": "1"}), ("live", {"Qualifier": "live"})):
        function.add_permission(FunctionName="worker", StatementId=sid, **where, **PERMISSION)

    def statements(name):
        told = json.loads(function.get_policy(FunctionName=name)["Policy"])["Statement"]
        return [(one["Sid"], one["Resource"].partition(":function:")[2]) for one in told]

    assert statements("worker") == [("f", "worker")]
    assert statements("worker:1") == [("one", "worker:1")]
    assert statements("worker:live") == [("live", "worker:live")]
    again = {"FunctionName": "worker:live", "StatementId": "live", **PERMISSION}
    assert refusal(function.add_permission, **again) == ("ResourceConflictException", 409)
    function.remove_permission(FunctionName="worker", Qualifier="live", StatementId="live")
    assert refusal(function.get_policy, FunctionName="worker:live") == ("ResourceNotFoundException", 404)


def test_topic_calls_an_alias_whose_own_policy_lets_it(aws, function):
    sns = aws.client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=f"{NAMES[2]}:live")
    function.add_permission(FunctionName="worker", StatementId="f", **PERMISSION)

    sns.publish(TopicArn=topic, Message="m")
    aws.clock.advance(minutes=1)
    with pytest.raises(ClientError):
        log_lines(aws)
    function.add_permission(FunctionName="worker:live", StatementId="live", **PERMISSION)
    sns.publish(TopicArn=topic, Message="m")
    aws.clock.advance(minutes=1)

    assert sum("START" in line for line in log_lines(aws)) == 1


def test_old_revision_changes_nothing(function):
    old = function.get_function_configuration(FunctionName="worker")["RevisionId"]
    change = {"FunctionName": "worker", "Timeout": 9}

    new = function.update_function_configuration(**change, RevisionId=old)["RevisionId"]

    stale = ("PreconditionFailedException", 412)
    assert new == function.get_function(FunctionName="worker")["Configuration"]["RevisionId"] != old
    assert refusal(function.update_function_configuration, **change, RevisionId=old) == stale
    assert refusal(function.publish_version, FunctionName="worker", RevisionId=old) == stale
    asked = {"FunctionName": "worker", "StatementId": "s", **PERMISSION}
    assert refusal(function.add_permission, **asked, RevisionId=old) == stale
    alias = {"FunctionName": "worker", "Name": "live", "Description": "d"}
    first = function.get_alias(FunctionName="worker", Name="live")["RevisionId"]
    assert function.update_alias(**alias, RevisionId=first)["RevisionId"] != first
    assert refusal(function.update_alias, **alias, RevisionId=first) == stale


@pytest.mark.slow
def test_alias_shares_its_calls_by_weight(function):
    shared = {"AdditionalVersionWeights": {"2": 0.5}}
    function.update_alias(FunctionName="worker", Name="live", RoutingConfig=shared)

    ran = Counter(function.invoke(FunctionName="worker:live")["ExecutedVersion"] for _ in range(20))

    assert set(ran) == {"1", "2"}
    latest = {"FunctionName": "worker", "Name": "new", "FunctionVersion": "$LATEST", "RoutingConfig": shared}
    assert refusal(function.create_alias, **latest) == ("InvalidParameterValueException", 400)


@pytest.mark.slow
def test_payload_must_be_json_and_not_too_large(function):
    def event(size, how):
        return {"FunctionName": "worker", "InvocationType": how, "Payload": b'"' + b"a" * (size - 2) + b'"'}

    assert refusal(function.invoke, FunctionName="worker", Payload=b"{a}") == ("InvalidRequestContentException", 400)
    assert refusal(function.invoke, **event(1_048_577, "Event")) == ("RequestTooLargeException", 413)
    assert refusal(function.invoke, **event(6_291_457, "RequestResponse")) == ("RequestTooLargeException", 413)
    assert function.invoke(**event(1_048_576, "Event"))["StatusCode"] == 202


@pytest.mark.slow
def test_decimals_are_answered_as_numbers(aws):
    text = "from decimal import Decimal\ndef handler(event, context):\n    return [Decimal('3'), Decimal('1.5')]\n"
    make_function(aws, text)
    make_function(aws, "def handler(event, context):\n    return {1}\n", name="other")

    assert call(aws)[0] == [3, 1.5]
    assert call(aws, name="other")[0]["errorType"] == "Runtime.MarshalError"
