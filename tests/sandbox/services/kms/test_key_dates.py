from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from patterns import SecureBucket

NO_KEY = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are "
    "not allowed to access."
)


@pytest.fixture
def kms(aws):
    return aws.client("kms")


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def rotated(kms, key):
    return [
        (rotation["RotationDate"], rotation["RotationType"])
        for rotation in kms.list_key_rotations(KeyId=key)["Rotations"]
    ]


def test_key_is_gone_with_its_alias_when_its_waiting_period_ends(aws, kms):
    key = kms.create_key()["KeyMetadata"]
    kms.create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])
    text = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"1")["CiphertextBlob"]
    kms.schedule_key_deletion(KeyId=key["Arn"], PendingWindowInDays=7)

    aws.clock.advance(days=6, hours=23)
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] == "PendingDeletion"
    aws.clock.advance(hours=1)

    gone = ("NotFoundException", f"Key '{key['Arn']}' does not exist")
    assert refusal(kms.describe_key, KeyId=key["KeyId"]) == gone
    assert refusal(kms.cancel_key_deletion, KeyId=key["KeyId"]) == gone
    assert "alias/mine" not in [alias["AliasName"] for alias in kms.list_aliases()["Aliases"]]
    assert refusal(kms.decrypt, CiphertextBlob=text) == ("AccessDeniedException", NO_KEY)


def test_deletion_that_was_cancelled_leaves_the_key_disabled_for_ever(aws, kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    aws.clock.advance(days=6)
    kms.cancel_key_deletion(KeyId=key)

    aws.clock.advance(days=60)

    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"


@pytest.mark.slow
def test_what_a_gone_key_encrypted_cannot_be_read_or_written(aws, kms):
    stack, s3 = aws.deploy(SecureBucket(encryption="aws:kms")), aws.client("s3")
    there, arn = {"Bucket": stack["Bucket"].physical_id, "Key": "a"}, stack["Key"].attribute("Arn")
    s3.put_object(**there, Body=b"1")
    secret = aws.client("secretsmanager").create_secret(Name="mine", SecretString="1", KmsKeyId=arn)["ARN"]
    queue = aws.client("sqs").create_queue(QueueName="mine", Attributes={"KmsMasterKeyId": arn})["QueueUrl"]
    kms.schedule_key_deletion(KeyId=arn, PendingWindowInDays=7)

    aws.clock.advance(days=7)

    missing = ("KMS.NotFoundException", f"Key '{arn}' does not exist")
    assert refusal(s3.get_object, **there) == ("AccessDenied", NO_KEY)
    assert refusal(s3.put_object, **there, Body=b"2") == missing
    assert refusal(aws.client("secretsmanager").get_secret_value, SecretId=secret)[0] == "DecryptionFailure"
    assert refusal(aws.client("sqs").send_message, QueueUrl=queue, MessageBody="1")[1] == missing[1]
    assert s3.list_objects_v2(Bucket=there["Bucket"])["KeyCount"] == 1


def test_key_rotates_by_itself_and_reads_what_it_wrote_before(aws, kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    text = kms.encrypt(KeyId=key, Plaintext=b"1")["CiphertextBlob"]
    kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=100)
    assert kms.get_key_rotation_status(KeyId=key)["NextRotationDate"] == datetime(2026, 4, 11, tzinfo=UTC)

    aws.clock.advance(days=250)

    dates = [datetime(2026, 4, 11, tzinfo=UTC), datetime(2026, 7, 20, tzinfo=UTC)]
    assert rotated(kms, key) == [(date, "AUTOMATIC") for date in dates]
    assert kms.get_key_rotation_status(KeyId=key)["NextRotationDate"] == datetime(2026, 10, 28, tzinfo=UTC)
    assert kms.decrypt(CiphertextBlob=text)["Plaintext"] == b"1"


def test_rotation_that_is_off_does_not_come(aws, kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key)
    kms.disable_key_rotation(KeyId=key)

    aws.clock.advance(days=800)

    assert rotated(kms, key) == []
    assert "NextRotationDate" not in kms.get_key_rotation_status(KeyId=key)


def test_disabled_key_makes_up_for_its_rotation_when_it_is_enabled(aws, kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key)
    kms.disable_key(KeyId=key)
    aws.clock.advance(days=400)
    assert rotated(kms, key) == []

    kms.enable_key(KeyId=key)

    assert rotated(kms, key) == [(aws.clock.now, "AUTOMATIC")]


def test_key_that_waits_for_deletion_says_that_it_does_not_rotate(aws, kms):
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=key)
    kms.schedule_key_deletion(KeyId=key)
    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is False

    kms.cancel_key_deletion(KeyId=key)

    assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"] is True


def test_dates_are_of_the_region_they_were_set_in(aws):
    kms = aws.client("kms", region_name="eu-west-1")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)

    aws.clock.advance(days=7)

    assert refusal(kms.describe_key, KeyId=key)[0] == "NotFoundException"
