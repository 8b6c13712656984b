import pytest

from patterns import Sandbox, SecureBucket
from patterns.sandbox.core.errors import Refused, SandboxEnded, StackFailed
from patterns.sandbox.gateway import Stage

SECRET = "correct-horse-battery"
WITH_SECRET = """\
Parameters:
  Password: {Type: String, NoEcho: true}
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      Tags: [{Key: Password, Value: !Ref Password}]
Outputs:
  Shown: {Value: !Ref Password}
"""


def test_a_stack_shows_what_was_deployed(aws):
    stack = aws.deploy(SecureBucket())

    assert repr(stack) == "<Stack secure-bucket: CREATE_COMPLETE, 4 resources>"
    assert list(stack) == ["LogBucket", "Bucket", "BucketPolicy", "LogBucketPolicy"]
    name = stack["Bucket"].physical_id
    assert stack.outputs == {"BucketName": name, "BucketArn": f"arn:aws:s3:::{name}"}
    assert stack.parameters == {
        "Environment": "dev",
        "ProjectName": "cookbook",
        "CostCenter": "4711",
        "OwnerEmail": "data@example.com",
    }
    assert stack.id.startswith("arn:aws:cloudformation:us-east-1:123456789012:stack/secure-bucket/")
    assert str(stack.events[0]) == "00:00:00 CREATE_IN_PROGRESS secure-bucket User Initiated"


@pytest.mark.slow
def test_a_resource_shows_declared_beside_actual(aws):
    resource = aws.deploy(SecureBucket())["Bucket"]

    assert (resource.logical_id, resource.type, resource.exists) == ("Bucket", "AWS::S3::Bucket", True)
    assert resource.attribute("Arn") == f"arn:aws:s3:::{resource.physical_id}"
    assert resource.declared["VersioningConfiguration"] == resource.actual["VersioningConfiguration"]
    assert resource.actual["BucketName"] == resource.physical_id
    assert repr(resource) == f"<Bucket: AWS::S3::Bucket {resource.physical_id}>"


def test_an_unknown_resource_is_refused_with_those_there_are(aws):
    stack = aws.deploy({"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}})

    with pytest.raises(KeyError, match="stack template has no resource 'Bucket': there are Data"):
        stack["Bucket"]


@pytest.mark.slow
def test_read_back_is_what_the_services_say_and_a_change_behind_the_stack_is_drift(aws):
    stack = aws.deploy(SecureBucket())
    bucket = stack["Bucket"]
    assert stack.drift() == {}

    aws.client("s3").put_bucket_versioning(Bucket=bucket.physical_id, VersioningConfiguration={"Status": "Suspended"})

    assert bucket.actual["VersioningConfiguration"] == {"Status": "Suspended"}
    assert [str(one) for one in stack.drift()["Bucket"]] == [
        "VersioningConfiguration.Status is 'Suspended', declared 'Enabled'"
    ]
    assert stack.report().rows[1].read_back == stack.report().rows[1].declared - 1


def test_a_resource_that_is_gone_is_drift_even_if_it_declared_nothing(aws):
    stack = aws.deploy({"Resources": {"Data": {"Type": "AWS::S3::Bucket"}}})
    data = stack["Data"]

    aws.client("s3").delete_bucket(Bucket=data.physical_id)

    assert [str(one) for one in data.drift()] == ["the resource is gone"]
    assert list(stack.drift()) == ["Data"]
    assert (data.exists, data.actual) == (False, {})
    assert stack.snapshot() == {"Resources": {}}


def test_what_the_simulation_does_not_have_is_listed_and_counted_but_is_no_drift(aws):
    properties = {
        "Tags": [{"Key": "a", "Value": "b"}],
        "MetricsConfigurations": [{"Id": "all"}],
        "IntelligentTieringConfigurations": [
            {"Id": "a", "Status": "Enabled", "Tierings": [{"AccessTier": "ARCHIVE_ACCESS", "Days": 90}]}
        ],
    }
    stack = aws.deploy({"Resources": {"Data": {"Type": "AWS::S3::Bucket", "Properties": properties}}})

    assert stack["Data"].unsimulated == ("MetricsConfigurations", "IntelligentTieringConfigurations")
    assert stack.drift() == {}
    (row,) = stack.report().rows
    assert (row.declared, row.read_back) == (7, 2)
    assert "not simulated: MetricsConfigurations" in str(stack.report())


@pytest.mark.slow
def test_a_snapshot_is_template_shaped_and_can_be_deployed_again(aws):
    stack = aws.deploy(SecureBucket(encryption="aws:kms"))
    snapshot = stack.snapshot()
    assert list(snapshot["Resources"]) == list(stack)

    stack.update(SecureBucket(encryption="aws:kms", retain=False))
    stack.delete()
    # The alias in the snapshot names the key by its id, and no alias can be given to a key that waits for deletion.
    aws.client("kms").cancel_key_deletion(KeyId=snapshot["Resources"]["KeyAlias"]["Properties"]["TargetKeyId"])
    again = aws.deploy(snapshot, name="again")

    assert again.drift() == {}
    assert again["Bucket"].physical_id == snapshot["Resources"]["Bucket"]["Properties"]["BucketName"]


@pytest.mark.slow
def test_a_report_counts_what_reads_back(aws):
    report = aws.deploy(SecureBucket()).report()

    assert str(report).splitlines()[0] == "secure-bucket: CREATE_COMPLETE"
    assert all(row.read_back == row.declared > 0 for row in report.rows)


def test_a_preview_is_the_update_that_follows(aws):
    stack = aws.deploy(SecureBucket())
    events = len(stack.events)

    preview = stack.preview(SecureBucket(versioning=False))

    assert [(one.action, one.logical_id, one.replacement) for one in preview] == [("Modify", "Bucket", "never")]
    assert len(stack.events) == events
    assert stack.update(SecureBucket(versioning=False)) == preview


@pytest.mark.slow
def test_what_a_noecho_parameter_holds_is_shown_nowhere_but_in_outputs(aws):
    stack = aws.deploy(WITH_SECRET, parameters={"Password": SECRET})
    aws.client("s3").delete_bucket_tagging(Bucket=stack["Data"].physical_id)

    shown = [
        stack.parameters, stack.events, repr(stack), repr(stack["Data"]), repr(stack["Data"].member), stack.drift(),
        str(stack.report()), stack.report().rows, stack.preview(WITH_SECRET, parameters={"Password": f"new-{SECRET}"}),
    ]  # fmt: skip
    assert stack.parameters == {"Password": "****"}
    assert stack.drift()["Data"]
    assert SECRET not in repr(shown)
    # As in AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
    assert stack.outputs == {"Shown": SECRET}


def test_a_service_that_repeats_a_secret_does_not_bring_it_into_events_or_errors(aws):
    def refuse(call):
        raise Refused("InvalidTag", f"The value {SECRET} is not allowed", 400)

    aws.gateway.subscribe(Stage.FAULT, refuse, operation="PutBucketTagging")

    with pytest.raises(StackFailed) as failed:
        aws.deploy(WITH_SECRET, parameters={"Password": SECRET})

    assert "The value **** is not allowed" in str(failed.value)
    assert SECRET not in repr(failed.value.events)
    assert SECRET not in "".join(map(repr, chain(failed.value)))


def chain(error):
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_a_stack_of_an_ended_sandbox_says_so():
    with Sandbox() as aws:
        stack = aws.deploy(SecureBucket())

    for use in (stack.drift, stack.delete, lambda: stack["Bucket"], lambda: stack.update(SecureBucket())):
        with pytest.raises(SandboxEnded, match="the sandbox of stack secure-bucket has ended"):
            use()
    assert stack.status == "CREATE_COMPLETE"
