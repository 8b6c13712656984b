"""https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import DeploymentRefused, StackFailed, UnsupportedType
from patterns.template.errors import TemplateError

CHILD = """\
Parameters:
  Cidr: {Type: String, Default: 10.0.0.0/16}
Resources:
  Network:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: !Ref Cidr}
Outputs:
  Id: {Value: !Ref Network}
  Range: {Value: !Ref Cidr}
"""
PARENT = """\
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: ./child.yaml
      Parameters: {Cidr: 10.1.0.0/16}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: one, VpcId: !GetAtt Child.Outputs.Id}
Outputs:
  Range: {Value: !GetAtt Child.Outputs.Range}
"""
TAKEN = "this-one-is-there-already"
BROKEN = f"  Broken: {{Type: AWS::S3::Bucket, DependsOn: Child, Properties: {{BucketName: {TAKEN}}}}}\nOutputs:\n"


@pytest.fixture(scope="module")
def account():
    with Sandbox() as account:
        account.client("s3").create_bucket(Bucket=TAKEN)
        yield account


@pytest.fixture
def aws(account):
    yield account
    for stack in account.stacks:
        stack.delete()
    assert networks(account) == []


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "child.yaml").write_text(CHILD)
    (tmp_path / "parent.yaml").write_text(PARENT)
    return tmp_path


def networks(aws):
    """The ranges of the networks that templates made."""
    return sorted(vpc["CidrBlock"] for vpc in aws.client("ec2").describe_vpcs()["Vpcs"] if not vpc["IsDefault"])


def story(stack, logical_id):
    return [event.status for event in stack.events if event.logical_id == logical_id]


@pytest.mark.slow
def test_a_file_beside_the_template_becomes_a_stack_of_its_own(aws, folder):
    parent = aws.deploy(folder / "parent.yaml", name="outer")
    outer, inner = aws.stacks

    assert outer.name == "outer"
    assert inner.name.startswith("outer-Child-")
    assert parent["Child"].physical_id == inner.id
    assert (inner.status, inner.outputs["Range"]) == ("CREATE_COMPLETE", "10.1.0.0/16")
    assert parent.outputs == {"Range": "10.1.0.0/16"}
    assert parent["Group"].declared["VpcId"] == inner["Network"].physical_id
    assert story(parent, "Child") == ["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]
    assert story(inner, "Network")[-1] == "CREATE_COMPLETE"

    parent.delete()
    assert aws.stacks == []
    assert networks(aws) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "address",
    ["https://{}.s3.amazonaws.com/child.yaml", "https://{}.s3.us-east-1.amazonaws.com/child.yaml",
     "https://s3.amazonaws.com/{}/child.yaml", "https://s3.us-east-1.amazonaws.com/{}/child.yaml"],
)  # fmt: skip
def test_an_object_in_the_account_is_a_template_too(aws, address):
    aws.client("s3").put_object(Bucket=TAKEN, Key="child.yaml", Body=CHILD.encode())

    stack = aws.deploy(PARENT.replace("./child.yaml", address.format(TAKEN)))

    assert stack.outputs == {"Range": "10.1.0.0/16"}


@pytest.mark.slow
def test_an_update_changes_the_nested_stack_only_where_it_differs(aws, folder):
    parent = aws.deploy(folder / "parent.yaml")
    inner = aws.stacks[1]
    (folder / "parent.yaml").write_text(PARENT.replace("one", "two"))
    parent.update(folder / "parent.yaml")
    assert story(parent, "Child").count("UPDATE_COMPLETE") == 0

    (folder / "child.yaml").write_text(CHILD + "  More: {Value: more}\n")
    parent.update(folder / "parent.yaml")
    assert story(parent, "Child").count("UPDATE_COMPLETE") == 1
    assert (aws.stacks[1].id, aws.stacks[1].status) == (inner.id, "UPDATE_COMPLETE")
    assert inner.outputs["More"] == "more"

    (folder / "parent.yaml").write_text(PARENT.replace("      Parameters: {Cidr: 10.1.0.0/16}\n", ""))
    parent.update(folder / "parent.yaml")
    assert parent.outputs == {"Range": "10.0.0.0/16"}
    assert networks(aws) == ["10.0.0.0/16"]


@pytest.mark.slow
def test_what_fails_around_it_takes_a_nested_stack_back(aws, folder):
    broken = PARENT.replace("Outputs:\n", BROKEN)
    (folder / "broken.yaml").write_text(broken)
    with pytest.raises(StackFailed):
        aws.deploy(folder / "broken.yaml", name="outer")
    assert [stack.name for stack in aws.stacks] == ["outer"]
    assert networks(aws) == []

    parent = aws.deploy(folder / "parent.yaml", name="outer")
    (folder / "broken.yaml").write_text(broken.replace("10.1.", "10.2."))
    with pytest.raises(StackFailed):
        parent.update(folder / "broken.yaml")
    assert parent.status == "UPDATE_ROLLBACK_COMPLETE"
    assert aws.stacks[1].outputs["Range"] == "10.1.0.0/16"
    assert networks(aws) == ["10.1.0.0/16"]


def test_what_fails_inside_it_fails_the_stack_around_it(aws, folder):
    inside = f"  Broken: {{Type: AWS::S3::Bucket, DependsOn: Network, Properties: {{BucketName: {TAKEN}}}}}\n"
    (folder / "child.yaml").write_text(CHILD.replace("Outputs:\n", inside + "Outputs:\n"))
    with pytest.raises(StackFailed, match=r"Embedded stack arn:\S+ was not successfully created: Broken: ") as failed:
        aws.deploy(folder / "parent.yaml", name="outer")
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert [stack.name for stack in aws.stacks] == ["outer"]

    (folder / "child.yaml").write_text(CHILD)
    parent = aws.deploy(folder / "parent.yaml", name="outer")
    (folder / "child.yaml").write_text(CHILD.replace("Outputs:\n", inside + "Outputs:\n"))
    with pytest.raises(StackFailed, match="was not successfully updated: Broken: "):
        parent.update(folder / "parent.yaml")
    assert (parent.status, aws.stacks[1].status) == ("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
    assert networks(aws) == ["10.1.0.0/16"]


REFUSED = {
    "no template": ("Resources:\n  A: 1\n", TemplateError, r"child\.yaml: .*\(line 2\).*\(line 5\)"),
    "a type": ("Resources:\n  A:\n    Type: AWS::X::Y\n", UnsupportedType, r"Child\.A is a AWS::X::Y.*line 3"),
    "itself": (PARENT.replace("child", "parent"), TemplateError, "is nested in itself"),
}


@pytest.mark.parametrize(("child", "error", "said"), REFUSED.values(), ids=REFUSED)
def test_a_nested_template_that_cannot_be_made_is_refused_before_anything_is(aws, folder, child, error, said):
    (folder / "child.yaml").write_text(child)
    with pytest.raises(error, match=said):
        aws.deploy(folder / "parent.yaml")
    assert aws.stacks == []


FAILS = {
    "another parameter": (PARENT.replace("Cidr:", "Range:"), r"Range.*\[https://\S+\]"),
    "no such output": (PARENT.replace("Outputs.Id", "Outputs.No"), "Output 'No' not found in stack .* has Id, Range"),
    "no such object": (PARENT.replace("./child.yaml", "https://none-such.s3.amazonaws.com/a"), "S3 error: .*bucket"),
    "another host": (PARENT.replace("./child.yaml", "https://example.com/a"), "must be a supported URL"),
}


@pytest.mark.parametrize(("parent", "said"), FAILS.values(), ids=FAILS)
def test_what_only_making_it_tells_fails_the_stack(aws, folder, parent, said):
    (folder / "parent.yaml").write_text(parent)
    with pytest.raises(StackFailed, match=said) as failed:
        aws.deploy(folder / "parent.yaml")
    assert failed.value.status == "ROLLBACK_COMPLETE"


def test_an_output_of_another_name_is_no_attribute(aws, folder):
    (folder / "parent.yaml").write_text(PARENT.replace("Child.Outputs.Range", "Child.Range"))
    with pytest.raises(TemplateError, match="does not support attribute type Range"):
        aws.deploy(folder / "parent.yaml")


@pytest.mark.slow
def test_local_files_of_a_nested_template_are_relative_to_it_and_change_it(aws, folder):
    inner = folder / "inner"
    inner.mkdir()
    flow = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    (inner / "flow.json").write_text(json.dumps(flow))
    trust = "{Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: 'sts:AssumeRole'}]}"
    (inner / "child.yaml").write_text(f"""\
Resources:
  Role: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {trust}}}}}
  Flow:
    Type: AWS::StepFunctions::StateMachine
    Properties: {{RoleArn: !GetAtt Role.Arn, DefinitionS3Location: flow.json}}
""")
    (folder / "parent.yaml").write_text(
        "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties: {TemplateURL: inner/child.yaml}\n"
    )
    parent = aws.deploy(folder / "parent.yaml")
    machine = aws.stacks[1]["Flow"].physical_id
    (inner / "flow.json").write_text(json.dumps({**flow, "Comment": "new"}))
    parent.update(folder / "parent.yaml")

    definition = aws.client("stepfunctions").describe_state_machine(stateMachineArn=machine)["definition"]
    assert json.loads(definition)["Comment"] == "new"


def test_what_is_acknowledged_holds_for_nested_templates_too(aws, folder):
    (folder / "child.yaml").write_text(CHILD.replace("Resources:\n", """\
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]
"""))  # fmt: skip
    with pytest.raises(StackFailed, match=r"Requires capabilities : \[CAPABILITY_IAM\]"):
        aws.deploy(folder / "parent.yaml", name="outer", capabilities=())
    assert aws.deploy(folder / "parent.yaml", name="outer", capabilities=["CAPABILITY_IAM"]).status == "CREATE_COMPLETE"


def test_a_nested_stack_whose_export_is_used_stays(aws, folder):
    exported = CHILD.replace("{Value: !Ref Network}", "{Value: !Ref Network, Export: {Name: net}}")
    (folder / "child.yaml").write_text(exported)
    parent = aws.deploy(folder / "parent.yaml")
    user = {"Type": "AWS::EC2::SecurityGroup", "Properties": {
        "GroupDescription": "x", "VpcId": {"Fn::ImportValue": "net"},
    }}  # fmt: skip
    other = aws.deploy({"Resources": {"Group": user}}, name="user")
    with pytest.raises(StackFailed, match="Cannot delete export net as it is in use by user"):
        parent.delete()
    other.delete()
    parent.delete()
    assert parent.status == "DELETE_COMPLETE"
    with pytest.raises(DeploymentRefused, match="does not exist"):
        parent.update(folder / "parent.yaml")


@pytest.mark.slow
def test_a_serverless_application_from_a_local_path_is_a_nested_stack(tmp_path):
    (tmp_path / "inner.yaml").write_text(
        "Parameters: {Name: {Type: String}}\n"
        "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: !Ref Name}}}\n"
    )
    outer = tmp_path / "outer.yaml"
    outer.write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  App:\n    Type: AWS::Serverless::Application\n"
        "    Properties: {Location: ./inner.yaml, Parameters: {Name: jobs}}\n"
    )
    with Sandbox() as aws:
        stack = aws.deploy(outer)

        assert stack["App"].type == "AWS::CloudFormation::Stack"
        assert aws.client("sqs").get_queue_url(QueueName="jobs")["QueueUrl"].endswith("/jobs")
        outer.write_text(outer.read_text().replace("inner.yaml", "absent.yaml"))
        with pytest.raises(TemplateError, match=r"there is no file or folder .*absent.yaml"):
            stack.update(outer)


@pytest.mark.slow
@pytest.mark.parametrize("address", ["https://example.com/t/inner.yaml", "https://example.com/t/"])
def test_a_local_file_stands_for_an_address(tmp_path, address):
    (tmp_path / "inner.yaml").write_text("Resources: {Jobs: {Type: 'AWS::SQS::Queue'}}\n")
    place = {"TemplateURL": "https://example.com/t/inner.yaml"}
    outer = {"Resources": {"App": {"Type": "AWS::CloudFormation::Stack", "Properties": place}}}
    there = tmp_path / "inner.yaml" if address.endswith("yaml") else tmp_path
    with Sandbox() as aws:
        with pytest.raises(StackFailed, match=r"is no https address of S3. deploy\(..., templates="):
            aws.deploy(outer)

        stack = aws.deploy(outer, templates={address: there})

        assert stack.status == "CREATE_COMPLETE"
        assert len(aws.client("sqs").list_queues()["QueueUrls"]) == 1
