import pytest

from patterns.sandbox.core.errors import StackFailed

POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Own",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
    ],
}


def key(**properties):
    return {"Resources": {"Key": {"Type": "AWS::KMS::Key", "Properties": properties}}}


def test_a_key_for_signing_is_made_without_touching_its_rotation(aws):
    stack = aws.deploy(key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY", EnableKeyRotation=False))

    assert stack["Key"].actual["KeyUsage"] == "SIGN_VERIFY"
    assert stack.drift() == {}


def test_without_a_policy_a_key_has_the_default_again(aws):
    stack = aws.deploy(key(KeyPolicy=POLICY))
    assert stack["Key"].actual["KeyPolicy"] == POLICY

    stack.update(key(Description="no policy"))

    (statement,) = stack["Key"].actual["KeyPolicy"]["Statement"]
    assert statement["Sid"] == "Enable IAM User Permissions"


def test_rotation_and_state_change_together(aws):
    stack = aws.deploy(key(Enabled=False))

    stack.update(key(Enabled=True, EnableKeyRotation=True, RotationPeriodInDays=90))
    assert stack.drift() == {}

    stack.update(key(Enabled=False))
    actual = stack["Key"].actual
    assert (actual["Enabled"], actual["EnableKeyRotation"]) == (False, False)


@pytest.mark.parametrize(("window", "days"), [(7, 7), (None, 30)])
def test_deletion_is_scheduled_after_the_window(aws, window, days):
    properties = {} if window is None else {"PendingWindowInDays": window}
    stack = aws.deploy(key(**properties))
    key_id = stack["Key"].physical_id

    stack.delete()

    metadata = aws.client("kms").describe_key(KeyId=key_id)["KeyMetadata"]
    assert metadata["KeyState"] == "PendingDeletion"
    assert (metadata["DeletionDate"] - aws.clock.now).days == days


def test_tags_are_added_changed_and_taken_away(aws):
    stack = aws.deploy(key(Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]))

    stack.update(key(Tags=[{"Key": "a", "Value": "9"}, {"Key": "c", "Value": "3"}]))

    tags = {tag["Key"]: tag["Value"] for tag in stack["Key"].actual["Tags"]}
    assert tags == {"a": "9", "c": "3"}


def test_a_policy_that_locks_out_is_refused_unless_the_template_says_so(aws):
    locked = {**POLICY, "Statement": [{**POLICY["Statement"][0], "Action": "kms:Decrypt"}]}
    stack = aws.deploy(key())

    with pytest.raises(StackFailed, match="will not allow you to update the key policy in the future"):
        stack.update(key(KeyPolicy=locked))
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"

    stack.update(key(KeyPolicy=locked, BypassPolicyLockoutSafetyCheck=True))
    assert stack["Key"].actual["KeyPolicy"] == locked
