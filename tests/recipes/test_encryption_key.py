import pytest
from botocore.exceptions import ClientError

from patterns import EncryptionKey, Sandbox, check, compare
from patterns.parameters import ParameterError

ADMINISTRATOR = "arn:aws:iam::123456789012:role/key-administrator"
USER = "arn:aws:iam::123456789012:role/orders"
NAMED = {"administrators": (ADMINISTRATOR,), "users": (USER,)}
ACCOUNT = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def key(pattern):
    return pattern.to_dict()["Resources"]["Key"]["Properties"]


def by_sid(pattern):
    return {statement["Sid"]: statement for statement in key(pattern)["KeyPolicy"]["Statement"]}


def refused(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"]


def test_without_names_iam_decides_in_two_statements():
    found = by_sid(EncryptionKey())

    assert [found[sid]["Principal"] for sid in ("Manage", "Use")] == [{"AWS": ACCOUNT}, {"AWS": ACCOUNT}]


@pytest.mark.slow
def test_named_principals_take_the_place_of_the_account():
    found = by_sid(EncryptionKey(**NAMED))

    assert found["Manage"]["Principal"] == {"AWS": [ADMINISTRATOR]}
    assert found["Use"]["Principal"] == {"AWS": [USER]}
    assert check(EncryptionKey(**NAMED)) == []


@pytest.mark.parametrize("multi_region", [False, True])
def test_nobody_both_manages_and_uses(multi_region):
    found = by_sid(EncryptionKey(multi_region=multi_region, **NAMED))
    manage, use = set(found["Manage"]["Action"]), set(found["Use"]["Action"])

    assert manage & use == set()
    assert {"kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"} <= manage
    assert {"kms:Decrypt", "kms:CreateGrant", "kms:Create*", "kms:*"} & manage == set()
    assert ("kms:ReplicateKey" in manage) == multi_region


def test_one_principal_in_both_lists_is_refused_by_name():
    with pytest.raises(ParameterError, match="names arn:aws:iam::123456789012:role/orders, an administrator: nobody"):
        EncryptionKey(administrators=(USER,), users=(USER,))


@pytest.mark.parametrize("principal", ["*", "arn:aws:iam::123456789012:root", "orders", USER + "*"])
def test_a_principal_is_one_role_or_user(principal):
    with pytest.raises(ParameterError, match="the ARN of a role or user that exists"):
        EncryptionKey(users=(principal,))


@pytest.mark.slow
def test_use_is_bound_to_the_two_services_of_the_region(aws):
    stack = aws.deploy(EncryptionKey())

    _, use = stack["Key"].actual["KeyPolicy"]["Statement"]
    services = ["s3.us-east-1.amazonaws.com", "sqs.us-east-1.amazonaws.com"]
    assert use["Condition"] == {"StringEquals": {"kms:ViaService": services}}
    assert "Condition" not in by_sid(EncryptionKey(via_service=False))["Use"]


@pytest.mark.parametrize(
    ("choice", "earned"),
    [
        ({"rotation": False}, {"KMS-001"}),
        ({"deletion_window": 7}, {"KMS-004"}),
        ({"retain": False}, {"KMS-003", "S3-010"}),
        ({"via_service": False}, set()),  # a choice about who may encrypt what, and not a flaw
        ({"multi_region": True}, set()),
    ],
)
def test_an_insecure_choice_earns_its_finding_and_going_back_is_the_remedy(choice, earned):
    ((parameter, _),) = choice.items()

    findings = check(EncryptionKey(**choice), lint=False)

    assert {finding.id for finding in findings} == earned
    assert all(finding.remedy.parameter == parameter for finding in findings)


@pytest.mark.slow
def test_bucket_and_queues_encrypt_with_the_key(aws):
    stack, s3 = aws.deploy(EncryptionKey()), aws.client("s3")
    arn = stack["Key"].attribute("Arn")

    s3.put_object(Bucket=stack["StoreBucket"].physical_id, Key="a", Body=b"b")

    assert s3.head_object(Bucket=stack["StoreBucket"].physical_id, Key="a")["SSEKMSKeyId"] == arn
    assert {stack[name].actual["KmsMasterKeyId"] for name in ("Queue", "DeadLetters")} == {arn}


@pytest.mark.slow
def test_another_context_decrypts_nothing_and_the_alias_is_the_key(aws):
    stack, kms = aws.deploy(EncryptionKey(alias="orders/v1", via_service=False)), aws.client("kms")
    text = kms.encrypt(KeyId="alias/encryption-key/orders/v1", Plaintext=b"4711", EncryptionContext={"order": "1"})[
        "CiphertextBlob"
    ]

    assert kms.decrypt(CiphertextBlob=text, EncryptionContext={"order": "1"})["Plaintext"] == b"4711"
    assert refused(kms.decrypt, CiphertextBlob=text, EncryptionContext={"order": "2"}) == "InvalidCiphertextException"
    assert refused(kms.decrypt, CiphertextBlob=text) == "InvalidCiphertextException"
    assert kms.describe_key(KeyId="alias/encryption-key/orders/v1")["KeyMetadata"]["KeyId"] == stack["Key"].physical_id


@pytest.mark.slow
def test_a_direct_call_is_refused_where_only_the_two_services_may_use_the_key(aws):
    stack, kms = aws.deploy(EncryptionKey()), aws.client("kms")

    assert refused(kms.encrypt, KeyId=stack["Key"].physical_id, Plaintext=b"4711") == "AccessDeniedException"
    assert aws.client("s3").put_object(Bucket=stack["StoreBucket"].physical_id, Key="a", Body=b"b")["SSEKMSKeyId"]


@pytest.mark.slow
def test_a_cancelled_deletion_leaves_the_key_disabled_and_the_bucket_closed(aws):
    stack, kms, s3 = aws.deploy(EncryptionKey()), aws.client("kms"), aws.client("s3")
    name, bucket = stack["Key"].physical_id, stack["StoreBucket"].physical_id
    s3.put_object(Bucket=bucket, Key="a", Body=b"b")

    kms.schedule_key_deletion(KeyId=name)
    assert refused(s3.get_object, Bucket=bucket, Key="a") == "KMS.KMSInvalidStateException"
    kms.cancel_key_deletion(KeyId=name)
    assert refused(s3.get_object, Bucket=bucket, Key="a") == "KMS.DisabledException"

    kms.enable_key(KeyId=name)
    assert s3.get_object(Bucket=bucket, Key="a")["Body"].read() == b"b"


@pytest.mark.slow
def test_a_retained_key_is_there_after_its_stack(aws):
    kept, gone = aws.deploy(EncryptionKey(), name="kept"), aws.deploy(EncryptionKey(retain=False), name="gone")

    keys = [stack["Key"].physical_id for stack in (kept, gone)]

    kept.delete()
    gone.delete()

    states = [aws.client("kms").describe_key(KeyId=name)["KeyMetadata"]["KeyState"] for name in keys]
    assert states == ["Enabled", "PendingDeletion"]


@pytest.mark.parametrize(
    ("choice", "touched"),
    [
        ({"rotation_days": 90}, {"Key"}),
        ({"users": (USER,)}, {"Key"}),
        ({"deletion_window": 7}, {"Key"}),
        ({"alias": "orders"}, {"KeyAlias"}),
    ],
)
def test_a_choice_touches_what_it_is_about(choice, touched):
    assert {change.logical_id for change in compare(EncryptionKey(), EncryptionKey(**choice))} == touched
