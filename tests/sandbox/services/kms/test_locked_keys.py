import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from tools.rights import TRUST, document

USE = {
    "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:role/orders"},
    "Action": "kms:Decrypt", "Resource": "*",
}  # fmt: skip
LOCKED = {"Version": "2012-10-17", "Statement": [USE]}
ACCOUNT = {"Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*"}
OPEN = {"Version": "2012-10-17", "Statement": [USE | ACCOUNT]}
REFUSED = (
    "MalformedPolicyDocumentException",
    "The new key policy will not allow you to update the key policy in the future.",
)


@pytest.fixture
def kms():
    with Sandbox() as aws:
        aws.client("iam").create_role(RoleName="orders", AssumeRolePolicyDocument=document(TRUST))
        yield aws.client("kms")


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


def test_a_key_that_nobody_could_manage_is_not_made(kms):
    assert refusal(kms.create_key, Policy=json.dumps(LOCKED)) == REFUSED
    assert kms.list_keys()["Keys"] == []

    kms.create_key(Policy=json.dumps(LOCKED), BypassPolicyLockoutSafetyCheck=True)
    kms.create_key(Policy=json.dumps(OPEN))
    assert len(kms.list_keys()["Keys"]) == 2


def test_a_policy_that_locks_out_is_not_put(kms):
    key = kms.create_key(Policy=json.dumps(OPEN))["KeyMetadata"]["KeyId"]
    named = {"KeyId": key, "PolicyName": "default"}

    assert refusal(kms.put_key_policy, **named, Policy=json.dumps(LOCKED)) == REFUSED
    assert json.loads(kms.get_key_policy(**named)["Policy"]) == OPEN

    kms.put_key_policy(**named, Policy=json.dumps(LOCKED), BypassPolicyLockoutSafetyCheck=True)
    assert refusal(kms.get_key_policy, **named)[0] == "AccessDeniedException"
