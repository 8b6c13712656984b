import pytest

from patterns import SecureBucket
from patterns.sandbox.core.errors import DeploymentRefused, Refused, StackFailed, UnsupportedType
from patterns.sandbox.gateway import Caller, Stage
from patterns.sandbox.services.kms.resources.key import Key
from patterns.sandbox.services.s3.resources.bucket import Bucket
from patterns.template.errors import CircularDependencyError, ParameterError, TemplateError
from tools.clearing import standing

TWO = """\
Resources:
  Key:
    Type: AWS::KMS::Key
  Data:
    Type: AWS::S3::Bucket
    Properties:
      Tags: [{Key: Key, Value: !Ref Key}]
"""


def refuse(aws, operation, *, times=1, message="Rate exceeded"):
    """Let the administrator's next calls of this operation be refused; return how to stop that."""
    left = [times]

    def handler(call):
        if call.caller is Caller.ADMINISTRATOR and left[0]:
            left[0] -= 1
            raise Refused("ThrottlingException", message, 400)

    return aws.gateway.subscribe(Stage.FAULT, handler, operation=operation)


def listing(aws):
    """Everything the account holds, of the types used here."""
    kms, s3 = aws.observer("kms"), aws.observer("s3")
    keys = [kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"] for key in kms.list_keys()["Keys"]]
    return {
        "buckets": [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]],
        "keys": [key["KeyId"] for key in keys if key["KeyState"] != "PendingDeletion"],
        "aliases": [alias["AliasName"] for alias in kms.list_aliases()["Aliases"] if "/aws/" not in alias["AliasName"]],
    }


def story(stack_or_error):
    return [(event.status, event.logical_id) for event in stack_or_error.events]


EMPTY = {"buckets": [], "keys": [], "aliases": []}


def bucket(**properties):
    return {"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": properties}}}


# Creation


def test_a_stack_is_created_in_the_order_of_need_with_awss_events(aws):
    stack = aws.deploy(TWO, name="two")

    assert stack.status == "CREATE_COMPLETE"
    assert story(stack) == [
        ("CREATE_IN_PROGRESS", "two"),
        ("CREATE_IN_PROGRESS", "Key"),
        ("CREATE_IN_PROGRESS", "Key"),
        ("CREATE_COMPLETE", "Key"),
        ("CREATE_IN_PROGRESS", "Data"),
        ("CREATE_IN_PROGRESS", "Data"),
        ("CREATE_COMPLETE", "Data"),
        ("CREATE_COMPLETE", "two"),
    ]
    assert stack.events[0].reason == "User Initiated"
    assert stack.events[2].reason == "Resource creation Initiated"
    assert stack.events[2].physical_id == stack["Key"].physical_id
    assert stack["Data"].actual["Tags"] == [{"Key": "Key", "Value": stack["Key"].physical_id}]


def test_a_failed_creation_leaves_nothing_and_says_why_in_order(aws):
    refuse(aws, "PutBucketTagging")

    with pytest.raises(StackFailed) as failed:
        aws.deploy(TWO, name="two")

    assert listing(aws) == EMPTY
    assert standing(aws) == []
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert story(failed.value)[4:] == [
        ("CREATE_IN_PROGRESS", "Data"),
        ("CREATE_IN_PROGRESS", "Data"),
        ("CREATE_FAILED", "Data"),
        ("ROLLBACK_IN_PROGRESS", "two"),
        ("DELETE_IN_PROGRESS", "Data"),
        ("DELETE_COMPLETE", "Data"),
        ("DELETE_IN_PROGRESS", "Key"),
        ("DELETE_COMPLETE", "Key"),
        ("ROLLBACK_COMPLETE", "two"),
    ]
    reasons = {event.status: event.reason for event in failed.value.events}
    assert reasons["ROLLBACK_IN_PROGRESS"] == (
        "The following resource(s) failed to create: [Data]. Rollback requested by user."
    )
    assert reasons["CREATE_FAILED"] == (
        'Resource handler returned message: "Rate exceeded (Operation: PutBucketTagging, Status Code: 400)" '
        "(HandlerErrorCode: Throttling)"
    )
    assert str(failed.value).startswith("stack two is ROLLBACK_COMPLETE: Data: Resource handler returned message")


def test_after_a_failed_creation_the_name_is_free_again(aws):
    refuse(aws, "CreateBucket")
    with pytest.raises(StackFailed):
        aws.deploy(TWO, name="two")

    assert aws.deploy(TWO, name="two").status == "CREATE_COMPLETE"


@pytest.mark.parametrize(
    ("error", "comes_out"), [(RuntimeError("a fault of ours"), StackFailed), (KeyboardInterrupt(), KeyboardInterrupt)]
)
def test_an_unexpected_exception_leaves_nothing_and_is_told_or_raised(aws, monkeypatch, error, comes_out):
    def fail(*_):
        raise error

    monkeypatch.setattr(Bucket, "complete", fail)

    with pytest.raises(comes_out) as raised:
        aws.deploy(TWO)

    assert error in (raised.value, raised.value.__cause__)
    assert listing(aws) == EMPTY
    assert standing(aws) == []


def test_a_rollback_that_is_refused_keeps_the_stack_until_it_can_be_deleted(aws):
    refuse(aws, "PutBucketTagging")
    end = refuse(aws, "ScheduleKeyDeletion", times=9)

    with pytest.raises(StackFailed) as failed:
        aws.deploy(TWO)

    (stack,) = aws.stacks
    assert failed.value.status == stack.status == "ROLLBACK_FAILED"
    assert list(stack) == ["Key"]
    assert "Key (" in failed.value.reasons[1]
    assert stack.events[-1].reason == "The following resource(s) failed to delete: [Key]."
    with pytest.raises(DeploymentRefused, match="is in ROLLBACK_FAILED state and can not be updated"):
        stack.update(TWO)
    end()
    stack.delete()
    assert listing(aws) == EMPTY


def test_a_bucket_of_a_name_in_use_is_refused_and_left_alone(aws):
    aws.client("s3").create_bucket(Bucket="notes")
    aws.client("s3").put_object(Bucket="notes", Key="a", Body=b"mine")

    with pytest.raises(StackFailed, match="notes already exists"):
        aws.deploy(bucket(BucketName="notes"))

    assert aws.client("s3").get_object(Bucket="notes", Key="a")["Body"].read() == b"mine"


@pytest.mark.parametrize(
    ("policy", "left", "last"),
    [
        ("Retain", 1, ["DELETE_SKIPPED"]),
        ("RetainExceptOnCreate", 0, ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]),
        ("Delete", 0, ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]),
    ],
)
def test_what_a_deletion_policy_says_about_a_creation_rolled_back(aws, policy, left, last):
    refuse(aws, "CreateKey")
    body = {
        "Resources": {
            "Data": {"Type": "AWS::S3::Bucket", "DeletionPolicy": policy},
            "Key": {"Type": "AWS::KMS::Key", "DependsOn": "Data"},
        }
    }

    with pytest.raises(StackFailed) as failed:
        aws.deploy(body)

    assert len(listing(aws)["buckets"]) == left
    assert [e.status for e in failed.value.events if e.logical_id == "Data"][3:] == last
    assert ("its DeletionPolicy is Retain" in str(failed.value)) is bool(left)


# Refusals before anything is made


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("Resources:\n  A:\n    Type: AWS::Robot::Arm\n", UnsupportedType, "A is a AWS::Robot::Arm"),
        ("Resources:\n  A:\n    Type: AWS::S3::Shapes\n", UnsupportedType, "which the sandbox cannot make (line 3)"),
        ("Resources:\n  A:\n    Type: Nobody::S3::Bucket\n", UnsupportedType, "A is a Nobody::S3::Bucket"),
        (
            "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      <b>: 1\n",
            TemplateError,
            "extraneous key [<b>] is not permitted (line 4)",
        ),
        (
            "Resources:\n  A:\n    Type: AWS::KMS::Key\n    DependsOn: B\n"
            "  B:\n    Type: AWS::KMS::Key\n    DependsOn: A\n",
            CircularDependencyError,
            "Circular dependency between resources: [A, B] (line 2)",
        ),
        (
            "Parameters:\n  Name:\n    Type: String\nResources:\n  A:\n    Type: AWS::KMS::Key\n",
            ParameterError,
            "Parameters: [Name] must have values (line 2)",
        ),
        (
            "Resources:\n  A:\n    Type: AWS::KMS::Key\nOutputs:\n  O:\n    Value: !GetAtt A.Colour\n",
            TemplateError,
            "Template error: resource A does not support attribute type Colour in Fn::GetAtt; AWS::KMS::Key has Arn, "
            "KeyId (line 6)",
        ),
        ("Resources:\n  A:\n    Type: AWS::KMS::Key\n    Color: red\n", TemplateError, "Color"),
    ],
)
def test_hostile_input_is_refused_with_its_line_and_nothing_half_made(aws, text, error, message):
    with pytest.raises(error) as refused:
        aws.deploy(text)

    assert message in str(refused.value)
    assert listing(aws) == EMPTY
    assert standing(aws) == []


@pytest.mark.parametrize("name", ["1st", "a_b", "", "a" * 129, "<b>", 5])
def test_a_stack_name_outside_its_form_is_refused(aws, name):
    with pytest.raises(DeploymentRefused, match="a stack name is 1 to 128 letters, digits and hyphens"):
        aws.deploy(TWO, name=name)


def test_stack_names_are_unique_and_made_up_where_none_is_asked_for(aws):
    names = [aws.deploy(TWO).name for _ in range(3)]

    assert names == ["template", "template-2", "template-3"]


def test_a_name_that_is_there_is_updated_as_by_the_command_line(aws):
    first = aws.deploy(TWO, name="two")
    same, events = aws.deploy(TWO, name="two"), len(first.events)

    assert (same.id, len(same.events)) == (first.id, events)
    versioned = aws.deploy(TWO + "      VersioningConfiguration: {Status: Enabled}\n", name="two")
    assert (versioned.id, versioned.status) == (first.id, "UPDATE_COMPLETE")
    assert first["Data"].actual["VersioningConfiguration"] == {"Status": "Enabled"}
    assert standing(aws) == ["two"]


def test_a_stack_that_was_rolled_back_stays_empty_and_is_deleted_before_it_is_deployed_anew(aws):
    """https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html."""
    refuse(aws, "PutBucketTagging")
    with pytest.raises(StackFailed):
        aws.deploy(TWO, name="two")

    (left,) = aws.stacks
    assert (left.name, left.status, len(left), left.snapshot()) == ("two", "ROLLBACK_COMPLETE", 0, {"Resources": {}})
    with pytest.raises(DeploymentRefused, match="is in ROLLBACK_COMPLETE state and can not be updated"):
        left.update(TWO)
    again = aws.deploy(TWO, name="two")
    assert (again.status, again.id == left.id) == ("CREATE_COMPLETE", False)
    assert ("DELETE_IN_PROGRESS", "It was rolled back, and is deployed anew") in [
        (event.status, event.reason) for event in again.events
    ]
    assert [stack.id for stack in aws.stacks] == [again.id]


def test_one_that_was_rolled_back_can_be_deleted_and_frees_the_name_it_was_given(aws):
    end = refuse(aws, "PutBucketTagging", times=9)
    with pytest.raises(StackFailed):
        aws.deploy(TWO)
    with pytest.raises(StackFailed):
        aws.deploy(TWO)
    end()

    assert [stack.name for stack in aws.stacks] == ["template"]
    aws.stacks[0].delete()
    assert aws.stacks == []


def test_markup_in_values_goes_through_unharmed(aws):
    stack = aws.deploy({"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": {"Description": "<b>&amp;</b>"}}}})

    assert stack["Key"].actual["Description"] == "<b>&amp;</b>"
    assert stack.drift() == {}


# Update


def test_an_update_touches_only_what_changed(aws):
    stack = aws.deploy(TWO)
    before = len(stack.events)

    changes = stack.update(TWO + "      VersioningConfiguration: {Status: Enabled}\n")

    assert [(change.action, change.logical_id) for change in changes] == [("Modify", "Data")]
    assert story(stack)[before:] == [
        ("UPDATE_IN_PROGRESS", "template"),
        ("UPDATE_IN_PROGRESS", "Data"),
        ("UPDATE_COMPLETE", "Data"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "template"),
        ("UPDATE_COMPLETE", "template"),
    ]
    assert stack["Data"].actual["VersioningConfiguration"] == {"Status": "Enabled"}
    assert stack.update(TWO + "      VersioningConfiguration: {Status: Enabled}\n") == []
    assert len(stack.events) == before + 5


def test_a_create_only_property_makes_a_new_resource_and_removes_the_old(aws):
    stack = aws.deploy(bucket(BucketName="one-name"))
    before = len(stack.events)

    assert stack.preview(bucket(BucketName="other-name"))[0].replacement == "always"
    stack.update(bucket(BucketName="other-name"))

    assert listing(aws)["buckets"] == ["other-name"]
    assert [event.status for event in stack.events[before:]] == [
        "UPDATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
        "UPDATE_IN_PROGRESS",
        "UPDATE_COMPLETE",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "DELETE_IN_PROGRESS",
        "DELETE_COMPLETE",
        "UPDATE_COMPLETE",
    ]
    assert stack.events[before + 1].reason == (
        "Requested update requires the creation of a new physical resource; hence creating one."
    )


@pytest.mark.parametrize(("policy", "left"), [("Retain", ["one-name", "other-name"]), ("Delete", ["other-name"])])
def test_the_update_replace_policy_decides_about_the_old_resource(aws, policy, left):
    one, other = bucket(BucketName="one-name"), bucket(BucketName="other-name")
    for body in (one, other):
        body["Resources"]["Data"]["UpdateReplacePolicy"] = policy

    aws.deploy(one).update(other)

    assert listing(aws)["buckets"] == left


def test_what_is_no_longer_declared_is_removed(aws):
    stack = aws.deploy(TWO)

    stack.update(bucket())

    assert list(stack) == ["Data"]
    assert listing(aws)["keys"] == []


def test_an_old_resource_that_cannot_be_removed_stays_behind_and_the_update_holds(aws):
    stack = aws.deploy(bucket(BucketName="one-name"))
    aws.client("s3").put_object(Bucket="one-name", Key="a", Body=b"kept")

    stack.update(bucket(BucketName="other-name"))

    assert stack.status == "UPDATE_COMPLETE"
    assert "DELETE_FAILED" in [event.status for event in stack.events]
    assert listing(aws)["buckets"] == ["one-name", "other-name"]


@pytest.mark.slow
def test_a_failed_update_returns_to_the_last_good_state(aws):
    good = SecureBucket(encryption="aws:kms")
    stack = aws.deploy(good)
    before = (listing(aws), stack.snapshot(), stack.outputs, stack.parameters, list(stack), stack["Bucket"].physical_id)
    count = len(stack.events)
    refuse(aws, "PutBucketPolicy")

    with pytest.raises(StackFailed) as failed:
        stack.update(good.with_(encryption="AES256", versioning=False, tls_only=False, environment="prod"))

    assert failed.value.status == stack.status == "UPDATE_ROLLBACK_COMPLETE"
    after = (listing(aws), stack.snapshot(), stack.outputs, stack.parameters, list(stack), stack["Bucket"].physical_id)
    assert after == before
    assert stack.drift() == {}
    statuses = [event.status for event in stack.events[count:] if event.logical_id == stack.name]
    assert statuses == [
        "UPDATE_IN_PROGRESS",
        "UPDATE_ROLLBACK_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        "UPDATE_ROLLBACK_COMPLETE",
    ]
    reasons = {event.status: event.reason for event in stack.events[count:]}
    assert reasons["UPDATE_ROLLBACK_IN_PROGRESS"] == "The following resource(s) failed to update: [LogBucketPolicy]."
    assert stack.update(good.with_(versioning=False))


def test_a_failed_update_removes_what_it_had_made(aws):
    stack = aws.deploy(bucket(BucketName="one-name"))
    refuse(aws, "PutBucketTagging")

    with pytest.raises(StackFailed):
        stack.update(TWO.replace("Properties:", "Properties:\n      BucketName: other-name"))

    assert listing(aws) == EMPTY | {"buckets": ["one-name"]}
    assert stack["Data"].physical_id == "one-name"


@pytest.mark.parametrize("error", [RuntimeError("a fault of ours"), KeyboardInterrupt()])
def test_an_unexpected_exception_during_an_update_takes_every_step_back(aws, monkeypatch, error):
    stack = aws.deploy(TWO)
    before = stack.snapshot()

    def fail(*_):
        raise error

    monkeypatch.setattr(Bucket, "complete", fail)
    changed = TWO.replace("Type: AWS::KMS::Key", "Type: AWS::KMS::Key\n    Properties: {Description: new}")
    with pytest.raises((StackFailed, KeyboardInterrupt)):
        stack.update(changed + "  More:\n    Type: AWS::S3::Bucket\n")

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert stack.snapshot() == before
    assert len(listing(aws)["buckets"]) == 1


def test_a_change_that_cannot_be_taken_back_is_said(aws):
    stack = aws.deploy(TWO)
    refuse(aws, "PutBucketTagging", times=1)
    end = refuse(aws, "UpdateKeyDescription", times=0)
    described = TWO.replace("Type: AWS::KMS::Key", "Type: AWS::KMS::Key\n    Properties: {Description: new}")

    def refuse_empty(call):
        if call.params.get("Description") == "":
            raise Refused("ThrottlingException", "Rate exceeded", 400)

    aws.gateway.subscribe(Stage.FAULT, refuse_empty, operation="UpdateKeyDescription")
    with pytest.raises(StackFailed) as failed:
        stack.update(described.replace("Value: !Ref Key", "Value: new"))
    end()

    assert failed.value.status == "UPDATE_ROLLBACK_FAILED"
    assert "Key could not be restored" in failed.value.reasons[1]
    with pytest.raises(DeploymentRefused, match="is in UPDATE_ROLLBACK_FAILED state"):
        stack.update(TWO)
    stack.delete()
    assert listing(aws) == EMPTY


def test_a_property_that_cannot_be_changed_fails_the_update(aws):
    def key(**properties):
        return {"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": properties}}}

    stack = aws.deploy(key())

    with pytest.raises(StackFailed, match="KeySpec of AWS::KMS::Key cannot be changed once the resource exists"):
        stack.update(key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY"))
    assert stack.update(key(KeySpec="SYMMETRIC_DEFAULT", Description="the default said aloud"))


def test_the_type_of_a_resource_cannot_change(aws):
    stack = aws.deploy(bucket())

    with pytest.raises(TemplateError, match="Update of resource type is not permitted"):
        stack.update({"Resources": {"Data": {"Type": "AWS::KMS::Key"}}})
    assert stack.status == "CREATE_COMPLETE"


def test_parameters_not_given_keep_their_value(aws):
    text = "Parameters:\n  Text: {Type: String, Default: first}\n" + TWO.replace("!Ref Key", "!Ref Text")
    stack = aws.deploy(text, parameters={"Text": "given"})

    stack.update(text + "      VersioningConfiguration: {Status: Enabled}\n")

    assert stack.parameters == {"Text": "given"}
    assert stack["Data"].actual["Tags"] == [{"Key": "Key", "Value": "given"}]


# Deletion


def test_a_bucket_with_objects_refuses_and_goes_once_it_is_empty(aws):
    stack = aws.deploy(TWO)
    name, s3 = stack["Data"].physical_id, aws.client("s3")
    s3.put_object(Bucket=name, Key="a", Body=b"b")

    with pytest.raises(StackFailed, match="The bucket you tried to delete is not empty") as failed:
        stack.delete()

    assert stack.status == "DELETE_FAILED"
    assert failed.value.events[-1].reason == "The following resource(s) failed to delete: [Data]."
    assert list(stack) == ["Key", "Data"]
    s3.delete_object(Bucket=name, Key="a")
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"
    assert listing(aws) == EMPTY
    assert standing(aws) == []


@pytest.mark.parametrize(("policy", "left"), [("Retain", 1), ("RetainExceptOnCreate", 1), ("Delete", 0)])
def test_the_deletion_policy_decides_what_outlives_the_stack(aws, policy, left):
    body = bucket()
    body["Resources"]["Data"]["DeletionPolicy"] = policy
    stack = aws.deploy(body)

    stack.delete()

    assert len(listing(aws)["buckets"]) == left
    assert ("DELETE_SKIPPED" in [event.status for event in stack.events]) is bool(left)


def test_a_fault_of_a_provider_while_deleting_stops_nothing_else_and_is_seen(aws, monkeypatch):
    stack = aws.deploy(TWO.replace("[{Key: Key, Value: !Ref Key}]", "[]"))
    with monkeypatch.context() as patched:
        patched.setattr(Key, "delete", lambda *_: 1 / 0)
        with pytest.raises(StackFailed, match="the simulation failed, which says nothing about AWS") as failed:
            stack.delete()
    assert isinstance(failed.value.__cause__, ZeroDivisionError)

    assert stack.status == "DELETE_FAILED"
    assert list(stack) == ["Key"]
    stack.delete()
    assert listing(aws) == EMPTY


def test_a_deleted_stack_is_gone_for_every_call(aws):
    stack = aws.deploy(TWO, name="two")
    stack.delete()
    events = len(stack.events)

    stack.delete()

    assert len(stack.events) == events
    with pytest.raises(DeploymentRefused, match=r"Stack \[two\] does not exist: it was deleted"):
        stack.update(TWO)
    aws.deploy(TWO, name="two")
    with pytest.raises(DeploymentRefused, match=r"Stack \[two\] does not exist: it was deleted"):
        stack.preview(TWO)


# Exports


def exporting(value="!Ref Data", name="shared-name"):
    return f"""\
Resources:
  Data:
    Type: AWS::S3::Bucket
Outputs:
  Name:
    Value: {value}
    Export: {{Name: {name}}}
"""


IMPORTING = """\
Resources:
  Reader:
    Type: AWS::S3::Bucket
    Properties:
      Tags: [{Key: From, Value: !ImportValue shared-name}]
"""


def test_an_export_reaches_the_stack_that_imports_it(aws):
    first = aws.deploy(exporting(), name="first")

    second = aws.deploy(IMPORTING, name="second")

    assert aws.exports == {"shared-name": first["Data"].physical_id}
    assert second["Reader"].actual["Tags"] == [{"Key": "From", "Value": first["Data"].physical_id}]


def test_an_export_in_use_can_be_neither_removed_nor_changed(aws):
    first = aws.deploy(exporting(), name="first")
    second = aws.deploy(IMPORTING, name="second")
    in_use = "export shared-name as it is in use by second"

    with pytest.raises(DeploymentRefused, match=f"Cannot delete {in_use}"):
        first.delete()
    with pytest.raises(StackFailed, match=f"Cannot update {in_use}"):
        first.update(bucket())
    with pytest.raises(StackFailed, match=f"Cannot update {in_use}"):
        first.update(exporting(value="other"))
    assert first.status == "UPDATE_ROLLBACK_COMPLETE"
    assert aws.exports == {"shared-name": first["Data"].physical_id}

    second.delete()
    first.delete()
    assert aws.exports == {}


def test_an_export_of_a_name_that_is_taken_is_refused(aws):
    aws.deploy(exporting(), name="first")

    with pytest.raises(StackFailed, match="Export with name shared-name is already exported by stack first"):
        aws.deploy(exporting(), name="second")

    assert standing(aws) == ["first"]
    assert len(listing(aws)["buckets"]) == 1


def test_two_outputs_cannot_export_one_name(aws):
    twice = exporting() + "  Again:\n    Value: x\n    Export: {Name: shared-name}\n"

    with pytest.raises(TemplateError, match=r"contains duplicate Export names: \[shared-name\]"):
        aws.deploy(twice, name="twice")
    assert listing(aws) == EMPTY


def test_an_import_that_nobody_exports_is_refused_before_anything_is_made(aws):
    with pytest.raises(TemplateError, match=r"No export named shared-name found \(line 5\)"):
        aws.deploy(IMPORTING)
    assert listing(aws) == EMPTY


# A creation within an update


@pytest.mark.parametrize(("policy", "left"), [("Retain", 2), ("RetainExceptOnCreate", 1), ("Delete", 1)])
def test_what_a_deletion_policy_says_about_a_creation_in_an_update_rolled_back(aws, policy, left):
    stack = aws.deploy(bucket())
    body = bucket(Tags=[{"Key": "a", "Value": "b"}])
    body["Resources"]["Data"]["DependsOn"] = "More"
    body["Resources"]["More"] = {"Type": "AWS::S3::Bucket", "DeletionPolicy": policy}
    refuse(aws, "PutBucketTagging")

    with pytest.raises(StackFailed) as failed:
        stack.update(body)

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert list(stack) == ["Data"]
    assert len(listing(aws)["buckets"]) == left
    assert ("its DeletionPolicy is Retain" in str(failed.value)) is (left == 2)


VPC = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}


def test_an_output_is_a_text(aws):
    values = {"Number": 5, "Truth": True, "Block": {"Fn::GetAtt": ["Vpc", "CidrBlock"]}}

    stack = aws.deploy({"Resources": {"Vpc": VPC}, "Outputs": {name: {"Value": one} for name, one in values.items()}})

    assert stack.outputs == {"Number": "5", "Truth": "true", "Block": "10.0.0.0/16"}


def test_an_output_that_is_a_list_is_refused_before_anything_is_made(aws):
    listed = {"Value": {"Fn::GetAtt": ["Vpc", "CidrBlockAssociations"]}}

    with pytest.raises(TemplateError, match=r"Vpc\.CidrBlockAssociations is a list; join it"):
        aws.deploy({"Resources": {"Vpc": VPC}, "Outputs": {"Blocks": listed}})
    assert standing(aws) == []


def test_an_update_of_the_order_alone_performs_nothing(aws):
    queues = {"A": {"Type": "AWS::SQS::Queue"}, "B": {"Type": "AWS::SQS::Queue"}}
    stack = aws.deploy({"Resources": queues})
    events = len(stack.events)

    assert stack.update({"Resources": {**queues, "A": {**queues["A"], "DependsOn": "B"}}}) == []
    assert len(stack.events) == events


@pytest.mark.parametrize(
    ("type_name", "properties", "message"),
    [
        ("AWS::ApiGatewayV2::Api", {"ProtocolType": "HTTP"}, '"Name is a required parameter"'),
        ("AWS::Lambda::Alias", {"FunctionName": "../f", "FunctionVersion": "$LATEST", "Name": "a"}, "'functionName'"),
    ],
)
def test_what_no_call_can_carry_is_refused_in_the_words_of_the_service(aws, type_name, properties, message):
    with pytest.raises(StackFailed, match=message):
        aws.deploy({"Resources": {"One": {"Type": type_name, "Properties": properties}}})
