import pytest
from botocore.exceptions import ClientError

from patterns import SecureBucket
from patterns.sandbox import services
from patterns.sandbox.permissions import service
from patterns.sandbox.permissions.encryption import UNUSABLE
from tools.sampling import sampled


def code(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ending", "s3_code", "kms_code", "words"),
    sampled(
        [
            ("disable_key", "KMS.DisabledException", "DisabledException", "is disabled."),
            (
                "schedule_key_deletion",
                "KMS.KMSInvalidStateException",
                "KMSInvalidStateException",
                "is pending deletion.",
            ),
        ],
        1,
        rows=True,
    ),
)
def test_a_key_that_stops_takes_its_bucket_along(aws, ending, s3_code, kms_code, words):
    stack = aws.deploy(SecureBucket(encryption="aws:kms"))
    s3, kms = aws.client("s3"), aws.client("kms")
    bucket, key, arn = stack["Bucket"].physical_id, stack["Key"].physical_id, stack["Key"].attribute("Arn")
    s3.put_object(Bucket=bucket, Key="a", Body=b"secret")
    text = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]

    getattr(kms, ending)(KeyId=key)

    assert code(s3.get_object, Bucket=bucket, Key="a") == (s3_code, f"{arn} {words}")
    assert code(s3.put_object, Bucket=bucket, Key="b", Body=b"c") == (s3_code, f"{arn} {words}")
    assert code(s3.copy_object, Bucket=bucket, Key="b", CopySource=f"{bucket}/a") == (s3_code, f"{arn} {words}")
    assert code(kms.decrypt, CiphertextBlob=text) == (kms_code, f"{arn} {words}")
    assert code(kms.encrypt, KeyId=key, Plaintext=b"x") == (kms_code, f"{arn} {words}")
    assert code(kms.generate_data_key, KeyId="alias/secure-bucket/Key", KeySpec="AES_256")[0] == kms_code


@pytest.mark.slow
def test_a_key_enabled_again_is_as_before(aws):
    stack = aws.deploy(SecureBucket(encryption="aws:kms"))
    s3, kms, bucket = aws.client("s3"), aws.client("kms"), stack["Bucket"].physical_id
    s3.put_object(Bucket=bucket, Key="a", Body=b"secret")
    kms.disable_key(KeyId=stack["Key"].physical_id)

    kms.enable_key(KeyId=stack["Key"].physical_id)

    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"secret"


@pytest.mark.slow
def test_what_uses_no_key_or_another_one_goes_on(aws):
    stack = aws.deploy(SecureBucket(encryption="aws:kms"))
    s3, kms, bucket = aws.client("s3"), aws.client("kms"), stack["Bucket"].physical_id
    other = kms.create_key()["KeyMetadata"]["KeyId"]

    kms.disable_key(KeyId=stack["Key"].physical_id)
    kms.schedule_key_deletion(KeyId=kms.create_key()["KeyMetadata"]["KeyId"])

    s3.put_object(Bucket=bucket, Key="plain", Body=b"a", ServerSideEncryption="AES256")
    s3.put_object(Bucket=bucket, Key="other", Body=b"b", ServerSideEncryption="aws:kms", SSEKMSKeyId=other)
    assert s3.get_object(Bucket=bucket, Key="plain")["Body"].read() == b"a"
    assert s3.get_object(Bucket=bucket, Key="other")["Body"].read() == b"b"
    text = kms.encrypt(KeyId=other, Plaintext=b"c")["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=text)["Plaintext"] == b"c"
    assert code(s3.get_object, Bucket=bucket, Key="none")[0] == "NoSuchKey"


def test_both_keys_of_a_re_encryption_must_be_usable(aws):
    kms = aws.client("kms")
    one, other = (kms.create_key()["KeyMetadata"]["KeyId"] for _ in range(2))
    text = kms.encrypt(KeyId=one, Plaintext=b"c")["CiphertextBlob"]

    kms.disable_key(KeyId=other)

    assert code(kms.re_encrypt, CiphertextBlob=text, DestinationKeyId=other)[0] == "DisabledException"
    assert kms.re_encrypt(CiphertextBlob=text, DestinationKeyId=one)["KeyId"].endswith(one)


ENDINGS = pytest.mark.parametrize(
    ("ending", "sqs_code", "kms_code", "words"),
    [
        ("disable_key", "KMS.DisabledException", "DisabledException", "is disabled."),
        ("schedule_key_deletion", "KMS.InvalidStateException", "KMSInvalidStateException", "is pending deletion."),
    ],
)


def key_of(aws):
    """A key, and one beside it that is to stay as it is."""
    made = aws.client("kms").create_key()["KeyMetadata"]
    return made["KeyId"], made["Arn"]


@ENDINGS
def test_a_key_that_stops_takes_its_queue_along(aws, ending, sqs_code, kms_code, words):
    sqs, (key, arn) = aws.client("sqs"), key_of(aws)
    url = sqs.create_queue(QueueName="closed", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    other = sqs.create_queue(QueueName="open")["QueueUrl"]

    getattr(aws.client("kms"), ending)(KeyId=key)

    assert code(sqs.send_message, QueueUrl=url, MessageBody="x") == (sqs_code, f"{arn} {words}")
    assert code(sqs.receive_message, QueueUrl=url) == (sqs_code, f"{arn} {words}")
    sqs.send_message(QueueUrl=other, MessageBody="x")
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["KmsMasterKeyId"] == key


@ENDINGS
def test_a_key_that_stops_takes_its_secret_along(aws, ending, sqs_code, kms_code, words):
    secrets, (key, _) = aws.client("secretsmanager"), key_of(aws)
    secrets.create_secret(Name="closed", SecretString="x", KmsKeyId=key)
    secrets.create_secret(Name="open", SecretString="x")

    getattr(aws.client("kms"), ending)(KeyId=key)

    assert code(secrets.get_secret_value, SecretId="closed")[0] == "DecryptionFailure"
    assert code(secrets.put_secret_value, SecretId="closed", SecretString="y")[0] == "EncryptionFailure"
    assert code(secrets.update_secret, SecretId="closed", SecretString="y")[0] == "EncryptionFailure"
    secrets.update_secret(SecretId="closed", Description="What it is can still be said.")
    assert secrets.get_secret_value(SecretId="open")["SecretString"] == "x"
    assert code(secrets.get_secret_value, SecretId="none")[0] == "ResourceNotFoundException"


@ENDINGS
def test_a_key_that_stops_takes_its_table_along(aws, ending, sqs_code, kms_code, words):
    dynamodb, (key, arn) = aws.client("dynamodb"), key_of(aws)
    keys = {
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    sealed = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": arn}
    dynamodb.create_table(TableName="closed", SSESpecification=sealed, **keys)
    dynamodb.create_table(TableName="open", **keys)

    getattr(aws.client("kms"), ending)(KeyId=key)

    refused, message = code(dynamodb.put_item, TableName="closed", Item={"id": {"S": "1"}})
    assert refused == "ValidationException"
    assert f"{arn} {words}" in message
    assert kms_code in message
    assert code(dynamodb.scan, TableName="closed")[0] == "ValidationException"
    dynamodb.put_item(TableName="open", Item={"id": {"S": "1"}})


def changes(key):
    """Every change of a key, by operation."""
    return {
        "create_alias": {"AliasName": "alias/late", "TargetKeyId": key},
        "update_alias": {"AliasName": "alias/other", "TargetKeyId": key},
        "disable_key": {"KeyId": key},
        "enable_key": {"KeyId": key},
        "enable_key_rotation": {"KeyId": key},
        "disable_key_rotation": {"KeyId": key},
        "schedule_key_deletion": {"KeyId": key},
        "tag_resource": {"KeyId": key, "Tags": [{"TagKey": "a", "TagValue": "b"}]},
        "untag_resource": {"KeyId": key, "TagKeys": ["a"]},
        "update_key_description": {"KeyId": key, "Description": "late"},
    }


def test_a_key_that_waits_for_deletion_is_not_changed(aws):
    kms = aws.client("kms")
    made, other = (kms.create_key()["KeyMetadata"] for _ in range(2))
    key = made["KeyId"]
    kms.create_alias(AliasName="alias/other", TargetKeyId=other["KeyId"])
    kms.schedule_key_deletion(KeyId=key)

    refused = {operation: code(getattr(kms, operation), **given) for operation, given in changes(key).items()}

    assert set(refused.values()) == {("KMSInvalidStateException", f"{made['Arn']} is pending deletion.")}
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "PendingDeletion"
    named = {"KeyId": key, "PolicyName": "default"}
    kms.put_key_policy(**named, Policy=kms.get_key_policy(**named)["Policy"])


def test_a_disabled_key_is_changed_but_for_its_rotation(aws):
    kms = aws.client("kms")
    made = kms.create_key()["KeyMetadata"]
    kms.disable_key(KeyId=made["KeyId"])

    kms.update_key_description(KeyId=made["KeyId"], Description="late")

    assert kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"]["Description"] == "late"
    refused = ("DisabledException", f"{made['Arn']} is disabled.")
    assert code(kms.enable_key_rotation, KeyId=made["KeyId"]) == refused


def test_only_a_scheduled_deletion_is_cancelled(aws):
    kms = aws.client("kms")
    made = kms.create_key()["KeyMetadata"]

    refused = code(kms.cancel_key_deletion, KeyId=made["KeyId"])

    assert refused == ("KMSInvalidStateException", f"{made['Arn']} is not pending deletion.")
    kms.schedule_key_deletion(KeyId=made["KeyId"])
    kms.cancel_key_deletion(KeyId=made["KeyId"])
    assert kms.describe_key(KeyId=made["KeyId"])["KeyMetadata"]["KeyState"] == "Disabled"


USES = [
    pytest.param(known, operation, id=f"{names.boto3}-{operation}")
    for names in services.names().values()
    if (known := service(names.boto3)) is not None
    for operation in known.key_uses
]


@pytest.mark.parametrize(("known", "operation"), USES)
def test_a_service_answers_for_each_way_in_which_a_key_fails(known, operation):
    assert known.knows(operation)
    assert set(known.key_uses[operation].refusals) == set(UNUSABLE)
