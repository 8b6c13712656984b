"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html"""

import pytest
from botocore.exceptions import ClientError

FIRST = """
Parameters:
  Name: {Type: String, Default: work}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}
  Parameter: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt Queue.Arn}}
  Topic: {Type: AWS::SNS::Topic}
"""
SECOND = FIRST.replace("  Topic: {Type: AWS::SNS::Topic}\n", "  Bucket: {Type: AWS::S3::Bucket}\n")


@pytest.fixture
def cloudformation(aws):
    return aws.client("cloudformation")


def code(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"]


def test_changes_are_told_with_their_replacement_and_their_cause_and_carried_out(aws, cloudformation):
    aws.deploy(FIRST, name="shop")
    made = cloudformation.create_change_set(
        StackName="shop", ChangeSetName="next", TemplateBody=SECOND,
        Parameters=[{"ParameterKey": "Name", "ParameterValue": "other"}],
    )  # fmt: skip
    cloudformation.get_waiter("change_set_create_complete").wait(ChangeSetName=made["Id"], WaiterConfig={"Delay": 0})
    told = cloudformation.describe_change_set(ChangeSetName=made["Id"])
    changes = {each["ResourceChange"]["LogicalResourceId"]: each["ResourceChange"] for each in told["Changes"]}

    assert {name: (one["Action"], one.get("Replacement")) for name, one in changes.items()} == {
        "Queue": ("Modify", "True"), "Parameter": ("Modify", "False"), "Topic": ("Remove", None),
        "Bucket": ("Add", None),
    }  # fmt: skip
    [queue], [parameter] = changes["Queue"]["Details"], changes["Parameter"]["Details"]
    assert (queue["ChangeSource"], queue["CausingEntity"], queue["Evaluation"]) == (
        "ParameterReference", "Name", "Static",
    )  # fmt: skip
    assert queue["Target"] == {"Attribute": "Properties", "Name": "QueueName", "RequiresRecreation": "Always"}
    assert (parameter["ChangeSource"], parameter["CausingEntity"], parameter["Evaluation"]) == (
        "ResourceAttribute", "Queue.Arn", "Dynamic",
    )  # fmt: skip
    assert changes["Topic"]["PolicyAction"] == "Delete"
    assert (told["Status"], told["ExecutionStatus"]) == ("CREATE_COMPLETE", "AVAILABLE")

    cloudformation.execute_change_set(ChangeSetName=made["Id"])
    cloudformation.get_waiter("stack_update_complete").wait(StackName="shop", WaiterConfig={"Delay": 0})

    assert set(aws.stacks[0]) == {"Queue", "Parameter", "Bucket"}
    assert aws.stacks[0]["Queue"].physical_id.endswith("/other")
    assert cloudformation.describe_change_set(ChangeSetName=made["Id"])["ExecutionStatus"] == "EXECUTE_COMPLETE"
    assert code(cloudformation.execute_change_set, ChangeSetName=made["Id"]) == "InvalidChangeSetStatus"


def test_one_without_changes_fails_in_the_words_that_tools_look_for(aws, cloudformation):
    aws.deploy(FIRST, name="shop")
    cloudformation.create_change_set(StackName="shop", ChangeSetName="none", TemplateBody=FIRST)
    told = cloudformation.describe_change_set(StackName="shop", ChangeSetName="none")

    assert (told["Status"], told["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")
    assert told["StatusReason"].startswith("The submitted information didn't contain changes.")
    assert code(cloudformation.execute_change_set, StackName="shop", ChangeSetName="none") == "InvalidChangeSetStatus"
    cloudformation.delete_change_set(StackName="shop", ChangeSetName="none")
    assert cloudformation.list_change_sets(StackName="shop")["Summaries"] == []


def test_a_stack_that_is_to_be_created_stands_in_review(aws, cloudformation):
    asked = {"StackName": "new", "ChangeSetName": "first", "TemplateBody": FIRST, "ChangeSetType": "CREATE"}
    made = cloudformation.create_change_set(**asked)
    assert cloudformation.describe_stacks(StackName="new")["Stacks"][0]["StackStatus"] == "REVIEW_IN_PROGRESS"
    assert code(cloudformation.create_change_set, **asked) == "AlreadyExistsException"
    assert aws.stacks == []
    told = cloudformation.describe_change_set(ChangeSetName=made["Id"])
    assert {each["ResourceChange"]["Action"] for each in told["Changes"]} == {"Add"}

    cloudformation.execute_change_set(StackName="new", ChangeSetName="first")
    cloudformation.get_waiter("stack_create_complete").wait(StackName="new", WaiterConfig={"Delay": 0})

    [stack] = cloudformation.describe_stacks(StackName="new")["Stacks"]
    assert (stack["StackId"], stack["ChangeSetId"]) == (made["StackId"], made["Id"])
    assert code(cloudformation.create_change_set, **asked | {"ChangeSetName": "again"}) == "ValidationError"


def test_a_stack_in_review_can_be_deleted(aws, cloudformation):
    asked = {"StackName": "new", "ChangeSetName": "first", "TemplateBody": FIRST, "ChangeSetType": "CREATE"}
    cloudformation.create_change_set(**asked)
    cloudformation.delete_stack(StackName="new")

    assert cloudformation.describe_stacks()["Stacks"] == []


def test_one_that_was_overtaken_cannot_be_carried_out(aws, cloudformation):
    stack = aws.deploy(FIRST, name="shop")
    cloudformation.create_change_set(StackName="shop", ChangeSetName="late", TemplateBody=SECOND)
    stack.update(FIRST, parameters={"Name": "meanwhile"})

    told = cloudformation.describe_change_set(StackName="shop", ChangeSetName="late")
    assert told["ExecutionStatus"] == "OBSOLETE"
    assert code(cloudformation.execute_change_set, StackName="shop", ChangeSetName="late") == "InvalidChangeSetStatus"


def test_values_before_and_after_are_told_where_they_are_asked_for(aws, cloudformation):
    aws.deploy(FIRST, name="shop")
    cloudformation.create_change_set(
        StackName="shop", ChangeSetName="next", TemplateBody=FIRST.replace("QueueName: !Ref Name", "DelaySeconds: 4")
    )
    told = cloudformation.describe_change_set(StackName="shop", ChangeSetName="next", IncludePropertyValues=True)
    changes = [each["ResourceChange"] for each in told["Changes"]]
    [queue] = [change for change in changes if change["LogicalResourceId"] == "Queue"]
    found = [detail["Target"] for detail in queue["Details"]]
    names = ("Path", "BeforeValue", "AfterValue", "AttributeChangeType")
    assert [tuple(map(one.get, names)) for one in found] == [
        ("/Properties/QueueName", "work", None, "Remove"), ("/Properties/DelaySeconds", None, "4", "Add"),
    ]  # fmt: skip


def test_a_change_set_that_creates_may_leave_what_it_made(aws, cloudformation):
    broken = FIRST.replace(
        "  Topic: {Type: AWS::SNS::Topic}\n",
        """\
  Second: {Type: AWS::SQS::Queue, DependsOn: Queue, Properties: {QueueName: !Ref Name, DelaySeconds: 1}}
""",
    )
    asked = {"StackName": "new", "ChangeSetName": "first", "TemplateBody": broken, "ChangeSetType": "CREATE"}
    cloudformation.create_change_set(**asked)
    cloudformation.execute_change_set(StackName="new", ChangeSetName="first", DisableRollback=True)

    assert cloudformation.describe_stacks(StackName="new")["Stacks"][0]["StackStatus"] == "CREATE_FAILED"
    assert "Queue" in aws.stacks[0]
    cloudformation.delete_stack(StackName="new")
    cloudformation.create_change_set(**asked | {"StackName": "other", "OnStackFailure": "DELETE"})
    cloudformation.execute_change_set(StackName="other", ChangeSetName="first")
    gone = cloudformation.get_waiter("stack_delete_complete")
    gone.wait(StackName="other", WaiterConfig={"Delay": 0})
    assert [stack.name for stack in aws.stacks] == []
