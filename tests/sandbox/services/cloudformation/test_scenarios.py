"""What becomes of stacks in the situations that other simulators are tested with, each in our own words."""

import json

import pytest
from botocore.exceptions import WaiterError

from tools.rights import refusal

NOW = {"Delay": 0}
HELD = "Resources: {Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: held}}, Topic: {Type: AWS::SNS::Topic}}"


@pytest.fixture
def cloudformation(aws):
    return aws.client("cloudformation")


def made(cloudformation, name, template, **options):
    cloudformation.create_stack(StackName=name, TemplateBody=template, **options)
    cloudformation.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig=NOW)


def deleted(cloudformation, name, **options):
    cloudformation.delete_stack(StackName=name, **options)
    cloudformation.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig=NOW)


def test_a_bucket_that_holds_something_holds_its_stack_until_it_is_left_behind(aws, cloudformation):
    made(cloudformation, "shop", HELD)
    aws.client("s3").put_object(Bucket="held", Key="a", Body=b"kept")
    with pytest.raises(WaiterError, match="DELETE_FAILED"):
        deleted(cloudformation, "shop")
    [stack] = cloudformation.describe_stacks(StackName="shop")["Stacks"]
    assert "failed to delete: [Bucket]" in stack["StackStatusReason"]
    [left] = cloudformation.describe_stack_resources(StackName="shop")["StackResources"]
    assert (left["LogicalResourceId"], left["ResourceStatus"]) == ("Bucket", "DELETE_FAILED")

    deleted(cloudformation, "shop", RetainResources=["Bucket"])

    assert aws.client("s3").get_object(Bucket="held", Key="a")["Body"].read() == b"kept"


def test_a_resource_with_a_policy_to_retain_outlives_its_stack(aws, cloudformation):
    made(
        cloudformation, "shop", HELD.replace("Type: AWS::S3::Bucket,", "Type: AWS::S3::Bucket, DeletionPolicy: Retain,")
    )
    deleted(cloudformation, "shop")

    assert [bucket["Name"] for bucket in aws.client("s3").list_buckets()["Buckets"]] == ["held"]
    [gone] = cloudformation.list_stacks()["StackSummaries"]
    statuses = [
        event["ResourceStatus"]
        for event in cloudformation.describe_stack_events(StackName=gone["StackId"])["StackEvents"]
    ]
    assert "DELETE_SKIPPED" in statuses


def test_nested_stacks_are_stacks_with_a_parent(aws, cloudformation):
    aws.client("s3").create_bucket(Bucket="templates")
    inner = "Resources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Url: {Value: !Ref Q}}\n"
    aws.client("s3").put_object(Bucket="templates", Key="inner.yaml", Body=inner.encode())
    nested = {"Type": "AWS::CloudFormation::Stack",
              "Properties": {"TemplateURL": "https://templates.s3.amazonaws.com/inner.yaml"}}  # fmt: skip
    outputs = {"Url": {"Value": {"Fn::GetAtt": ["Inner", "Outputs.Url"]}}}
    made(cloudformation, "outer", json.dumps({"Resources": {"Inner": nested}, "Outputs": outputs}))

    stacks = {each["StackName"]: each for each in cloudformation.describe_stacks()["Stacks"]}
    [inside] = [each for name, each in stacks.items() if name.startswith("outer-Inner-")]
    assert inside["ParentId"] == inside["RootId"] == stacks["outer"]["StackId"]
    assert stacks["outer"]["Outputs"][0]["OutputValue"] == inside["Outputs"][0]["OutputValue"]
    code, message = refusal(
        cloudformation.update_termination_protection, StackName=inside["StackId"], EnableTerminationProtection=True
    )
    assert (code, "root stack" in message) == ("ValidationError", True)
    deleted(cloudformation, "outer")
    assert aws.stacks == []


@pytest.mark.slow
def test_a_resource_that_waits_for_a_signal_gets_it_by_the_api_or_fails_on_the_account_s_clock(aws, cloudformation):
    image = aws.existing_network().image_ids["arm64"]
    server = {"Type": "AWS::EC2::Instance", "Properties": {"ImageId": image, "InstanceType": "t4g.micro"},
              "CreationPolicy": {"ResourceSignal": {"Timeout": "PT15M"}}}  # fmt: skip
    template, signal = json.dumps({"Resources": {"Server": server}}), {"LogicalResourceId": "Server", "UniqueId": "i"}
    cloudformation.create_stack(StackName="told", TemplateBody=template)
    cloudformation.signal_resource(StackName="told", **signal, Status="SUCCESS")
    cloudformation.get_waiter("stack_create_complete").wait(StackName="told", WaiterConfig=NOW)
    before = aws.clock.now

    cloudformation.create_stack(StackName="silent", TemplateBody=template)
    assert cloudformation.describe_stacks(StackName="silent")["Stacks"][0]["StackStatus"] == "ROLLBACK_COMPLETE"
    assert (aws.clock.now - before).total_seconds() >= 900
    assert refusal(cloudformation.signal_resource, StackName="none", **signal, Status="SUCCESS")[0] == "ValidationError"


def test_two_stacks_that_are_asked_for_at_once_are_both_made(aws, cloudformation):
    for name in ("one", "two"):
        cloudformation.create_stack(StackName=name, TemplateBody=HELD.replace("held", f"held-{name}"))
    assert refusal(cloudformation.delete_stack, StackName="two")[0] == "ValidationError"
    assert cloudformation.describe_stacks(StackName="two")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"
    assert cloudformation.describe_stacks(StackName="one")["Stacks"][0]["StackStatus"] == "CREATE_COMPLETE"


def test_time_that_passes_by_itself_finishes_a_stack_as_well(aws, cloudformation):
    cloudformation.create_stack(StackName="shop", TemplateBody=HELD)
    aws.clock.advance(minutes=1)

    assert aws.stacks[0].status == "CREATE_COMPLETE"


@pytest.mark.slow
def test_many_events_come_in_pages(aws, cloudformation):
    many = {f"Q{number}": {"Type": "AWS::SQS::Queue"} for number in range(40)}
    made(cloudformation, "many", json.dumps({"Resources": many}))

    pages = list(cloudformation.get_paginator("describe_stack_events").paginate(StackName="many"))
    events = [event["EventId"] for page in pages for event in page["StackEvents"]]
    assert len(pages) == 2
    assert len(set(events)) == len(events) == 40 * 3 + 2


def test_the_registry_tells_of_the_types_that_are_made(cloudformation):
    told = json.loads(cloudformation.describe_type(Type="RESOURCE", TypeName="AWS::SQS::Queue")["Schema"])

    assert told["primaryIdentifier"] == ["/properties/QueueUrl"]
    assert "/properties/QueueName" in told["createOnlyProperties"]
    assert "VisibilityTimeout" in told["properties"]
