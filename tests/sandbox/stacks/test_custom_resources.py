"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html."""

import json
from datetime import timedelta

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError

CODE = """
import json

import cfnresponse

failed = []

def handler(event, context):
    if "Records" in event:
        event = json.loads(event["Records"][0]["Sns"]["Message"])
    print(json.dumps(event))
    asked, kind = event["ResourceProperties"], event["RequestType"]
    if kind not in asked.get("Silent", []):
        fails = kind in asked.get("Fails", []) or (kind in asked.get("FailsOnce", []) and kind not in failed)
        failed.append(kind)
        status = cfnresponse.FAILED if fails else cfnresponse.SUCCESS
        data = {"Value": asked.get("In", ""), "Number": 5}
        hidden = asked.get("Hidden") == "true"
        cfnresponse.send(event, context, status, data, asked.get("Id", "first"), noEcho=hidden, reason="no luck")
"""
BY_HAND = """
import json, urllib.request

def handler(event, context):
    told = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    gone = {"Status": "SUCCESS", "PhysicalResourceId": "gone"}
    told |= gone if event["RequestType"] == "Delete" else json.loads(event["ResourceProperties"]["Answer"])
    sent = urllib.request.Request(event["ResponseURL"], json.dumps(told).encode(), method="PUT")
    print(urllib.request.urlopen(sent).status)
"""
TRUST = {"Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
]}  # fmt: skip
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
MAKER = {
    "Role": {
        "Type": "AWS::IAM::Role",
        "Properties": {"AssumeRolePolicyDocument": TRUST, "ManagedPolicyArns": [LOGS]},
    },
    "Maker": {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.13", "Handler": "index.handler", "Role": {"Fn::GetAtt": "Role.Arn"},
            "Code": {"ZipFile": CODE},
        },
    },
}  # fmt: skip
TOPIC = {
    "Topic": {
        "Type": "AWS::SNS::Topic",
        "Properties": {"Subscription": [{"Protocol": "lambda", "Endpoint": {"Fn::GetAtt": "Maker.Arn"}}]},
    },
    "MayCall": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Ref": "Maker"}, "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com",
        },
    },
}  # fmt: skip


def template(type_name="Custom::Thing", token="Maker.Arn", more=None, outputs=None, code=CODE, **properties):
    function = {**MAKER["Maker"], "Properties": {**MAKER["Maker"]["Properties"], "Code": {"ZipFile": code}}}
    asked = {"ServiceToken": {"Fn::GetAtt": token} if "." in token else {"Ref": token}, **properties}
    needs = {"DependsOn": list(TOPIC)} if more is TOPIC else {}
    thing = {"Type": type_name, "Properties": asked, **needs}
    shown = outputs or {"Value": {"Fn::GetAtt": "Thing.Value"}, "Id": {"Ref": "Thing"}}
    return {
        "Resources": {**MAKER, "Maker": function, **(more or {}), "Thing": thing},
        "Outputs": {name: {"Value": value} for name, value in shown.items()},
    }


RESPONSES = "cloudformation-custom-resource-response-useast1"
TAKEN = "this-one-is-there-already"
BROKEN = {"Broken": {"Type": "AWS::S3::Bucket", "DependsOn": "Thing", "Properties": {"BucketName": TAKEN}}}


@pytest.fixture(scope="module")
def aws():
    with Sandbox(run_foreign_code=True) as account:
        account.client("s3").create_bucket(Bucket=TAKEN)
        yield account


@pytest.fixture
def clean(aws):
    """The same account, with nothing in it and no memory of what was asked."""
    yield aws
    for stack in aws.stacks:
        stack.delete()
    logs = aws.client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        logs.delete_log_group(logGroupName=group["logGroupName"])


def requests(aws):
    """What makers were asked, oldest first."""
    logs = aws.client("logs")
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    lines = [line for name in groups for line in logs.filter_log_events(logGroupName=name)["events"]]
    found = (json.loads(line["message"]) for line in lines if line["message"].startswith("{"))
    return [request for request in found if "RequestType" in request]


def asked(aws):
    return [
        (request["RequestType"], request.get("PhysicalResourceId"), request["ResourceProperties"].get("In"))
        for request in requests(aws)
    ]


def reasons(stack, status):
    return [event.reason for event in stack.events if event.logical_id == "Thing" and event.status == status]


@pytest.mark.slow
@pytest.mark.parametrize("type_name", ["Custom::Thing", "AWS::CloudFormation::CustomResource"])
@pytest.mark.parametrize(("token", "more"), [("Maker.Arn", None), ("Topic", TOPIC)], ids=["function", "topic"])
def test_its_maker_is_asked_and_its_answer_is_what_the_template_gets(clean, type_name, token, more):
    stack = clean.deploy(template(type_name, token, more, In="hello", Many=[1, True], Deep={"Size": 2.5}))

    assert stack.outputs == {"Value": "hello", "Id": "first"}
    request = requests(clean)[0]
    assert request["RequestType"] == "Create"
    assert (request["ResourceType"], request["LogicalResourceId"]) == (type_name, "Thing")
    assert request["StackId"] == stack.id
    given = {name: value for name, value in request["ResourceProperties"].items() if name != "ServiceToken"}
    assert given == {"In": "hello", "Many": ["1", "true"], "Deep": {"Size": "2.5"}}
    assert request["ResponseURL"].startswith(f"https://{RESPONSES}.s3.amazonaws.com/")

    stack.delete()
    assert asked(clean) == [("Create", None, "hello"), ("Delete", "first", "hello")]


@pytest.mark.slow
def test_a_change_under_the_same_id_is_an_update_and_one_under_another_replaces(clean):
    stack = clean.deploy(template(In="a"))
    stack.update(template(In="b"))
    assert stack.outputs == {"Value": "b", "Id": "first"}
    assert requests(clean)[-1]["OldResourceProperties"]["In"] == "a"

    stack.update(template(In="c", Id="second"))
    assert stack.outputs == {"Value": "c", "Id": "second"}
    stack.update(template(In="c", Id="second"))
    stack.delete()

    assert asked(clean) == [
        ("Create", None, "a"), ("Update", "first", "b"), ("Update", "first", "c"), ("Delete", "first", "b"),
        ("Delete", "second", "c"),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"In": "b"}, [("Update", "first", "b"), ("Update", "first", "a")]),
        (
            {"In": "b", "Id": "second"},
            [("Update", "first", "b"), ("Update", "second", "a"), ("Delete", "second", "b")],
        ),
    ],
    ids=["in place", "replaced"],
)
def test_an_update_that_fails_elsewhere_is_taken_back(clean, change, expected):
    stack = clean.deploy(template(In="a"))
    with pytest.raises(StackFailed):
        stack.update(template(more=BROKEN, **change))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (stack["Thing"].physical_id, stack["Thing"].attribute("Value")) == ("first", "a")
    assert asked(clean)[1:] == expected


@pytest.mark.slow
def test_an_update_that_its_maker_refuses_is_taken_back(clean):
    stack = clean.deploy(template(In="a"))
    with pytest.raises(StackFailed, match="Message returned: no luck"):
        stack.update(template(In="b", Fails=["Update"]))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert asked(clean)[1:] == [("Update", "first", "b"), ("Update", "first", "a")]
    assert stack.drift() == {}


def test_what_its_maker_refuses_to_make_fails_with_the_reason_and_is_deleted(clean):
    said = r"Received response status \[FAILED\] from custom resource. Message returned: no luck"
    with pytest.raises(StackFailed, match=said) as failed:
        clean.deploy(template(Fails=["Create"]), name="refused")

    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert asked(clean) == [("Create", None, None), ("Delete", "first", None)]


def test_a_creation_that_is_rolled_back_deletes_it(clean):
    with pytest.raises(StackFailed):
        clean.deploy(template(more=BROKEN))

    assert asked(clean) == [("Create", None, None), ("Delete", "first", None)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("timeout", "expected"), [({}, timedelta(hours=1)), ({"ServiceTimeout": "90"}, timedelta(seconds=90))]
)
def test_without_an_answer_it_fails_when_its_time_is_over(clean, timeout, expected):
    began = clean.clock.now
    with pytest.raises(StackFailed, match="CloudFormation did not receive a response from your Custom Resource"):
        clean.deploy(template(Silent=["Create"], **timeout), name="silent")

    assert clean.clock.now - began == expected
    kind, physical_id, _ = asked(clean)[-1]
    assert kind == "Delete"
    assert physical_id.startswith("silent-Thing-")


@pytest.mark.slow
def test_what_its_maker_does_not_confirm_to_be_gone_stays(clean):
    stack = clean.deploy(template(FailsOnce=["Delete"]))
    with pytest.raises(StackFailed, match="no luck"):
        stack.delete()

    assert stack.status == "DELETE_FAILED"
    assert set(stack) == {"Role", "Maker", "Thing"}
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"


@pytest.mark.slow
def test_what_is_answered_with_no_echo_is_hidden(clean):
    secret = "s3cr3t"
    more = {"Broken": {**BROKEN["Broken"], "Properties": {"BucketName": {"Fn::Sub": "N-${Thing.Value}"}}}}
    with pytest.raises(StackFailed) as failed:
        clean.deploy(template(In=secret, Hidden=True, more=more), name="hidden")
    assert secret not in str(failed.value)

    with pytest.raises(StackFailed, match=secret):
        clean.deploy(template(In=secret, Hidden=False, more=more), name="shown")


OTHER = {"StackId": "another"}
ANSWERS = {
    "no id": ({"Status": "SUCCESS"}, "Invalid PhysicalResourceId"),
    "another status": ({"Status": "DONE", "PhysicalResourceId": "a"}, "Invalid response status 'DONE'"),
    "another stack": ({"Status": "SUCCESS", "PhysicalResourceId": "a", **OTHER}, "StackId is 'another'"),
    "too long": ({"Status": "SUCCESS", "PhysicalResourceId": "a", "Data": {"V": "x" * 4096}}, "object is too long"),
    "no object": ({"Status": "SUCCESS", "PhysicalResourceId": "a", "Data": [1]}, "Data must be an object"),
}


@pytest.mark.parametrize(("answer", "reason"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_of_another_form_is_refused(clean, answer, reason):
    with pytest.raises(StackFailed, match=reason):
        clean.deploy(template(code=BY_HAND, Answer=json.dumps(answer), ServiceTimeout=60, outputs={"A": "a"}))


def test_any_library_of_python_can_answer(clean):
    answer = {"Status": "SUCCESS", "PhysicalResourceId": "by-hand", "Data": {"Value": "v"}}
    stack = clean.deploy(template(code=BY_HAND, Answer=json.dumps(answer)))

    assert stack.outputs == {"Value": "v", "Id": "by-hand"}


@pytest.mark.parametrize(
    ("attribute", "reason"),
    [("Number", None), ("Missing", "Vendor response doesn't contain Missing attribute")],
)
def test_an_attribute_is_what_was_answered_or_an_error(clean, attribute, reason):
    source = template(outputs={"Told": {"Fn::GetAtt": f"Thing.{attribute}"}})
    if reason is None:
        assert clean.deploy(source).outputs == {"Told": "5"}
    else:
        with pytest.raises(StackFailed, match=reason):
            clean.deploy(source)


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"ServiceToken": None}, "required key .*ServiceToken"),
        ({"ServiceTimeout": 3601}, "expected maximum: 3600, actual: 3601"),
    ],
)
def test_a_template_without_a_maker_or_with_too_long_a_time_is_refused(clean, properties, reason):
    thing = {name: value for name, value in {"ServiceToken": "arn", **properties}.items() if value is not None}
    with pytest.raises(TemplateError, match=reason):
        clean.deploy({"Resources": {"Thing": {"Type": "Custom::Thing", "Properties": thing}}})


@pytest.mark.parametrize("token", ["arn:aws:sqs:us-east-1:123456789012:queue", "arn:aws:sns:eu-west-1:123456789012:t"])
def test_a_token_that_is_no_function_or_topic_of_the_region_is_refused(clean, token):
    with pytest.raises(StackFailed, match="Invalid service token"):
        clean.deploy({"Resources": {"Thing": {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}}}})


@pytest.mark.slow
def test_foreign_code_is_not_run_unless_it_is_allowed_and_the_refusal_names_the_way():
    with Sandbox() as aws:
        with pytest.raises(StackFailed, match=r"start the account with Sandbox\(run_foreign_code=True\)") as failed:
            aws.deploy(template())
        assert failed.value.status == "ROLLBACK_COMPLETE"
