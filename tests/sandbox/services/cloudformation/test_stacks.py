"""https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html"""

import json
import re

import pytest
from botocore.exceptions import WaiterError

from patterns import Sandbox
from patterns.sandbox.services.cloudformation.behaviours.api import operations
from patterns.sandbox.services.cloudformation.permissions import SERVICE
from tools.rights import App, let, refusal

QUEUE = """
Description: One queue
Parameters:
  Name: {Type: String, Default: work}
  Key: {Type: String, NoEcho: true, Default: swordfish}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
Outputs:
  Url: {Value: !Ref Queue, Description: Where to send, Export: {Name: url}}
"""
NAMED = [{"ParameterKey": "Name", "ParameterValue": "other"}]
ROLE = json.dumps(
    {
        "Resources": {
            "Role": {
                "Type": "AWS::IAM::Role",
                "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
            }
        }
    }
)
TWO_OF_ONE_NAME = """
Resources:
  One: {Type: AWS::SQS::Queue, Properties: {QueueName: same}}
  Two: {Type: AWS::SQS::Queue, DependsOn: One, Properties: {QueueName: same, DelaySeconds: 3}}
"""


@pytest.fixture
def cloudformation(aws):
    return aws.client("cloudformation")


def statuses(cloudformation, name):
    events = cloudformation.describe_stack_events(StackName=name)["StackEvents"]
    return [(event["LogicalResourceId"], event["ResourceStatus"]) for event in reversed(events)]


def test_a_stack_is_in_progress_until_somebody_waits_for_it(aws, cloudformation):
    before = aws.clock.now
    made = cloudformation.create_stack(StackName="shop", TemplateBody=QUEUE, Tags=[{"Key": "team", "Value": "a"}])
    [listed] = cloudformation.list_stacks()["StackSummaries"]
    assert (listed["StackId"], listed["StackStatus"]) == (made["StackId"], "CREATE_IN_PROGRESS")
    assert aws.client("sqs").list_queues().get("QueueUrls") is None

    cloudformation.get_waiter("stack_create_complete").wait(StackName="shop", WaiterConfig={"Delay": 0})

    [stack] = cloudformation.describe_stacks(StackName=made["StackId"])["Stacks"]
    assert (stack["StackStatus"], stack["Description"]) == ("CREATE_COMPLETE", "One queue")
    assert stack["Tags"] == [{"Key": "team", "Value": "a"}]
    assert {each["ParameterKey"]: each["ParameterValue"] for each in stack["Parameters"]} == {
        "Name": "work", "Key": "****",
    }  # fmt: skip
    assert stack["Outputs"] == [
        {
            "OutputKey": "Url",
            "OutputValue": aws.client("sqs").get_queue_url(QueueName="work")["QueueUrl"],
            "Description": "Where to send",
            "ExportName": "url",
        }
    ]
    assert aws.clock.now > before
    assert statuses(cloudformation, "shop") == [
        ("shop", "CREATE_IN_PROGRESS"), ("Queue", "CREATE_IN_PROGRESS"), ("Queue", "CREATE_IN_PROGRESS"),
        ("Queue", "CREATE_COMPLETE"), ("shop", "CREATE_COMPLETE"),
    ]  # fmt: skip
    events = cloudformation.describe_stack_events(StackName="shop")["StackEvents"]
    assert len({event["EventId"] for event in events}) == len(events)


def test_pages_and_the_api_have_the_same_stacks(aws, cloudformation):
    aws.deploy(QUEUE, name="page")
    cloudformation.create_stack(StackName="api", TemplateBody=QUEUE.replace("work", "else").replace("url", "other"))
    cloudformation.describe_stacks(StackName="api")

    assert [stack.name for stack in aws.stacks] == ["page", "api"]
    assert {each["StackName"] for each in cloudformation.describe_stacks()["Stacks"]} == {"page", "api"}
    [resource] = cloudformation.describe_stack_resources(StackName="page")["StackResources"]
    assert resource["PhysicalResourceId"] == aws.stacks[0]["Queue"].physical_id
    by_id = cloudformation.describe_stack_resources(PhysicalResourceId=resource["PhysicalResourceId"])
    assert by_id["StackResources"] == [resource]
    [listed] = cloudformation.list_stack_resources(StackName="api")["StackResourceSummaries"]
    detail = cloudformation.describe_stack_resource(StackName="api", LogicalResourceId="Queue")["StackResourceDetail"]
    assert listed["ResourceStatus"] == detail["ResourceStatus"] == "CREATE_COMPLETE"

    aws.stacks[0].delete()
    cloudformation.delete_stack(StackName="api")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="api", WaiterConfig={"Delay": 0})

    assert aws.stacks == []
    gone = cloudformation.list_stacks(StackStatusFilter=["DELETE_COMPLETE"])["StackSummaries"]
    assert [each["StackName"] for each in gone] == ["api", "page"]
    [by_id] = cloudformation.describe_stacks(StackName=gone[0]["StackId"])["Stacks"]
    assert by_id["StackStatus"] == "DELETE_COMPLETE"
    assert refusal(cloudformation.describe_stacks, StackName="api") == (
        "ValidationError", "Stack with id api does not exist",
    )  # fmt: skip


def test_an_update_keeps_what_it_is_told_to_and_one_without_changes_is_refused(aws, cloudformation):
    aws.deploy(QUEUE, name="shop", parameters={"Name": "first"})
    previous = [{"ParameterKey": "Name", "UsePreviousValue": True}]
    nothing = refusal(cloudformation.update_stack, StackName="shop", UsePreviousTemplate=True, Parameters=previous)
    assert nothing == ("ValidationError", "No updates are to be performed.")

    cloudformation.update_stack(StackName="shop", UsePreviousTemplate=True, Parameters=NAMED)
    cloudformation.get_waiter("stack_update_complete").wait(StackName="shop", WaiterConfig={"Delay": 0})

    [stack] = cloudformation.describe_stacks(StackName="shop")["Stacks"]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert "LastUpdatedTime" in stack
    assert aws.stacks[0]["Queue"].physical_id.endswith("/other")


def test_a_creation_without_rollback_leaves_what_it_made_until_it_is_asked_for(aws, cloudformation):
    for name, options in (("kept", {"OnFailure": "DO_NOTHING"}), ("rid", {"DisableRollback": True})):
        cloudformation.create_stack(StackName=name, TemplateBody=TWO_OF_ONE_NAME.replace("same", name), **options)
        [stack] = cloudformation.describe_stacks(StackName=name)["Stacks"]
        assert stack["StackStatus"] == "CREATE_FAILED"
        assert aws.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
        assert refusal(cloudformation.update_stack, StackName=name, TemplateBody=QUEUE)[0] == "ValidationError"

    cloudformation.rollback_stack(StackName="kept")
    assert cloudformation.describe_stacks(StackName="kept")["Stacks"][0]["StackStatus"] == "ROLLBACK_COMPLETE"
    cloudformation.delete_stack(StackName="rid")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="rid", WaiterConfig={"Delay": 0})
    assert aws.client("sqs").list_queues().get("QueueUrls") is None


def test_an_update_of_tags_alone_is_done_and_no_tags_are_no_update(aws, cloudformation):
    aws.deploy(QUEUE, name="shop")
    tags = [{"Key": "team", "Value": "b"}]
    asked = {"StackName": "shop", "UsePreviousTemplate": True}
    assert refusal(cloudformation.update_stack, **asked, Tags=[])[1] == "No updates are to be performed."

    cloudformation.update_stack(**asked, Tags=tags)
    [stack] = cloudformation.describe_stacks(StackName="shop")["Stacks"]
    assert (stack["StackStatus"], stack["Tags"]) == ("UPDATE_COMPLETE", tags)


def test_a_stack_that_fails_is_rolled_back_and_the_waiter_says_so(aws, cloudformation):
    cloudformation.create_stack(StackName="twice", TemplateBody=TWO_OF_ONE_NAME)
    with pytest.raises(WaiterError, match="ROLLBACK_COMPLETE"):
        cloudformation.get_waiter("stack_create_complete").wait(StackName="twice", WaiterConfig={"Delay": 0})
    assert statuses(cloudformation, "twice")[-1] == ("twice", "ROLLBACK_COMPLETE")
    code, message = refusal(cloudformation.update_stack, StackName="twice", TemplateBody=QUEUE)
    assert code == "ValidationError"
    assert "is in ROLLBACK_COMPLETE state and can not be updated" in message

    gone = cloudformation.create_stack(StackName="gone", TemplateBody=TWO_OF_ONE_NAME, OnFailure="DELETE")["StackId"]
    assert cloudformation.describe_stacks(StackName=gone)["Stacks"][0]["StackStatus"] == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("operation", "arguments", "code", "message"),
    [
        ("create_stack", {"StackName": "there", "TemplateBody": QUEUE}, "AlreadyExistsException",
         r"Stack \[there\] already exists"),
        ("create_stack", {"StackName": "new", "TemplateBody": ROLE}, "InsufficientCapabilitiesException",
         r"Requires capabilities : \[CAPABILITY_IAM\]$"),
        ("create_stack", {"StackName": "new"}, "ValidationError", "Either Template URL or Template Body"),
        ("create_stack", {"StackName": "new", "TemplateBody": "/etc/passwd"}, "ValidationError", "Template"),
        ("create_stack", {"StackName": "new", "TemplateBody": "{}" + " " * 52000}, "ValidationError", "51200"),
        ("create_stack", {"StackName": "9", "TemplateBody": QUEUE}, "ValidationError", "stack name"),
        ("create_stack", {"StackName": "new", "TemplateURL": "https://example.com/t"}, "ValidationError",
         "TemplateURL"),
        ("create_stack", {"StackName": "new", "TemplateBody": QUEUE, "DisableRollback": True, "OnFailure": "DELETE"},
         "ValidationError", "both OnFailure and DisableRollback"),
        ("update_stack", {"StackName": "there", "TemplateBody": QUEUE, "DisableRollback": True}, "ValidationError",
         "always takes back"),
        ("rollback_stack", {"StackName": "there"}, "ValidationError", "can not be rolled back"),
        ("update_stack", {"StackName": "none", "TemplateBody": QUEUE}, "ValidationError",
         r"Stack \[none\] does not exist"),
        ("describe_stack_resource", {"StackName": "there", "LogicalResourceId": "No"}, "ValidationError",
         "Resource No does not exist for stack there"),
        ("get_template", {"StackName": "none"}, "ValidationError", "Stack with id none does not exist"),
        ("list_stacks", {"NextToken": "soon"}, "ValidationError", "NextToken"),
        ("list_imports", {"ExportName": "url"}, "ValidationError", "not imported by any stack"),
        ("cancel_update_stack", {"StackName": "there"}, "ValidationError", "CREATE_COMPLETE"),
        ("continue_update_rollback", {"StackName": "there"}, "ValidationError", "can not continue rollback"),
        ("delete_stack", {"StackName": "there", "RetainResources": ["Queue"]}, "ValidationError", "RetainResources"),
        ("estimate_template_cost", {"TemplateBody": QUEUE}, "ValidationError", "aws-patterns cost"),
        ("create_stack_set", {"StackSetName": "many"}, "InvalidAction", "CreateStackSet"),
        ("describe_type", {"Type": "RESOURCE", "TypeName": "AWS::No::Such"}, "TypeNotFoundException",
         "cannot be found"),
        ("create_change_set", {"StackName": "none", "ChangeSetName": "c", "TemplateBody": QUEUE}, "ValidationError",
         r"Stack \[none\] does not exist"),
        ("describe_change_set", {"StackName": "there", "ChangeSetName": "no"}, "ChangeSetNotFound",
         r"ChangeSet \[no\] does not exist"),
        ("describe_stack_drift_detection_status", {"StackDriftDetectionId": "0" * 36}, "ValidationError",
         "does not exist"),
    ],
)  # fmt: skip
def test_a_request_that_cannot_be_is_refused_in_the_service_s_words(standing, operation, arguments, code, message):
    found = refusal(getattr(standing, operation), **arguments)
    assert found[0] == code
    assert re.search(message, found[1])


@pytest.fixture(scope="module")
def standing():
    with Sandbox() as account:
        account.deploy(QUEUE, name="there")
        yield account.client("cloudformation")


@pytest.mark.slow
def test_exports_that_are_imported_hold_a_stack(aws, cloudformation):
    aws.deploy(QUEUE, name="maker")
    reader = {"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {
        "Type": "String", "Value": {"Fn::ImportValue": "url"}}}}}  # fmt: skip
    aws.deploy(reader, name="reader")

    assert cloudformation.list_imports(ExportName="url")["Imports"] == ["reader"]
    [export] = cloudformation.list_exports()["Exports"]
    assert export["Name"] == "url"
    code, message = refusal(cloudformation.delete_stack, StackName="maker")
    assert (code, "in use by reader" in message) == ("ValidationError", True)


@pytest.mark.slow
def test_stacks_of_two_regions_do_not_know_each_other(aws):
    west = aws.client("cloudformation", region_name="eu-west-1")
    west.create_stack(StackName="shop", TemplateBody=QUEUE)
    [stack] = west.describe_stacks(StackName="shop")["Stacks"]

    assert stack["StackId"].startswith("arn:aws:cloudformation:eu-west-1:")
    assert aws.client("cloudformation").describe_stacks()["Stacks"] == []
    assert aws.client("sqs", region_name="eu-west-1").get_queue_url(QueueName="work")["QueueUrl"]
    assert aws.client("sqs").list_queues().get("QueueUrls") is None


def test_templates_come_back_as_they_were_written_and_as_transforms_made_them(aws, cloudformation):
    looped = """
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Queues:
    - Name
    - [A, B]
    - ${Name}: {Type: AWS::SQS::Queue}
"""
    aws.deploy(looped, name="many")

    assert cloudformation.get_template(StackName="many")["TemplateBody"] == looped
    processed = cloudformation.get_template(StackName="many", TemplateStage="Processed")["TemplateBody"]
    assert set(processed["Resources"]) == {"A", "B"}
    summary = cloudformation.get_template_summary(TemplateBody=QUEUE)
    assert summary["ResourceTypes"] == ["AWS::SQS::Queue"]
    assert [(parameter["ParameterKey"], parameter["NoEcho"]) for parameter in summary["Parameters"]] == [
        ("Name", False),
        ("Key", True),
    ]
    validated = cloudformation.validate_template(TemplateBody=ROLE)
    assert validated["Capabilities"] == ["CAPABILITY_IAM"]
    assert "AWS::IAM::Role" in validated["CapabilitiesReason"]


def test_a_template_in_s3_is_read_with_the_account_s_rights(aws, cloudformation):
    aws.client("s3").create_bucket(Bucket="templates")
    aws.client("s3").put_object(Bucket="templates", Key="a/q.yaml", Body=QUEUE.encode())
    cloudformation.create_stack(StackName="shop", TemplateURL="https://templates.s3.amazonaws.com/a/q.yaml")

    assert cloudformation.describe_stacks(StackName="shop")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    code, message = refusal(
        cloudformation.create_stack, StackName="b", TemplateURL="https://templates.s3.amazonaws.com/no"
    )
    assert (code, "S3 error" in message) == ("ValidationError", True)


def test_drift_is_found_and_told_resource_by_resource(aws, cloudformation):
    aws.deploy(QUEUE.replace("QueueName: !Ref Name", "QueueName: !Ref Name, DelaySeconds: 3"), name="shop")
    begun = cloudformation.detect_stack_drift(StackName="shop")["StackDriftDetectionId"]
    before = cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=begun)
    assert (before["StackDriftStatus"], before["DetectionStatus"]) == ("IN_SYNC", "DETECTION_COMPLETE")

    sqs = aws.client("sqs")
    url = sqs.get_queue_url(QueueName="work")["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "9"})
    one = cloudformation.detect_stack_resource_drift(StackName="shop", LogicalResourceId="Queue")["StackResourceDrift"]
    assert one["StackResourceDriftStatus"] == "MODIFIED"
    [difference] = one["PropertyDifferences"]
    assert (difference["PropertyPath"], difference["ExpectedValue"], difference["ActualValue"]) == (
        "/DelaySeconds", "3", "9",
    )  # fmt: skip
    sqs.delete_queue(QueueUrl=url)
    cloudformation.detect_stack_drift(StackName="shop")
    [drift] = cloudformation.describe_stack_resource_drifts(StackName="shop")["StackResourceDrifts"]
    assert drift["StackResourceDriftStatus"] == "DELETED"
    [stack] = cloudformation.describe_stacks(StackName="shop")["Stacks"]
    assert stack["DriftInformation"]["StackDriftStatus"] == "DRIFTED"


def test_secrets_in_drift_and_change_sets_are_masked(aws, cloudformation):
    secret = QUEUE.replace("QueueName: !Ref Name", "Tags: [{Key: k, Value: !Ref Key}]")
    aws.deploy(secret, name="shop", parameters={"Key": "swordfish"})
    cloudformation.create_change_set(
        StackName="shop", ChangeSetName="c", TemplateBody=secret.replace("!Ref Key", "!Sub '${Key}-2'")
    )
    told = [
        cloudformation.describe_change_set(StackName="shop", ChangeSetName="c", IncludePropertyValues=True),
        cloudformation.detect_stack_resource_drift(StackName="shop", LogicalResourceId="Queue")["StackResourceDrift"],
    ]

    assert "swordfish" not in str({**told[0], "ResponseMetadata": ""}["Changes"])
    assert "swordfish" not in told[1]["ExpectedProperties"]


def test_a_stack_is_protected_by_the_api_as_by_a_page(aws, cloudformation):
    cloudformation.create_stack(StackName="shop", TemplateBody=QUEUE, EnableTerminationProtection=True)
    code, message = refusal(cloudformation.delete_stack, StackName="shop")
    assert (code, message) == ("ValidationError", refused_while_in_progress(aws))
    cloudformation.describe_stacks(StackName="shop")
    assert refusal(cloudformation.delete_stack, StackName="shop") == (
        "ValidationError", "Stack [shop] cannot be deleted while TerminationProtection is enabled",
    )  # fmt: skip
    policy = {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "LogicalResourceId/Queue"}
    cloudformation.set_stack_policy(StackName="shop", StackPolicyBody=json.dumps({"Statement": [policy]}))
    assert json.loads(cloudformation.get_stack_policy(StackName="shop")["StackPolicyBody"])["Statement"] == [policy]
    assert refusal(cloudformation.set_stack_policy, StackName="shop", StackPolicyBody="{}")[0] == "ValidationError"
    cloudformation.update_stack(StackName="shop", TemplateBody=QUEUE, Parameters=NAMED)
    [stack] = cloudformation.describe_stacks(StackName="shop")["Stacks"]
    assert (stack["StackStatus"], stack["EnableTerminationProtection"]) == ("UPDATE_ROLLBACK_COMPLETE", True)

    cloudformation.update_termination_protection(StackName="shop", EnableTerminationProtection=False)
    cloudformation.delete_stack(StackName="shop")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="shop", WaiterConfig={"Delay": 0})
    assert aws.stacks == []


def refused_while_in_progress(aws):
    return f"Stack:{aws.stacks[0].id} is in CREATE_IN_PROGRESS state and can not be deleted."


def test_whoever_has_no_right_to_stacks_is_refused(aws):
    app = App(aws)
    app.may(let("cloudformation:DescribeStacks"))
    client = app.client("cloudformation")
    aws.deploy(QUEUE, name="shop")

    assert client.describe_stacks(StackName="shop")["Stacks"]
    assert refusal(client.delete_stack, StackName="shop")[0] == "AccessDenied"


def test_every_call_that_is_answered_can_be_asked_of_iam():
    asked = {operation for operation in operations() if not SERVICE.knows(operation)}
    assert asked == set()
