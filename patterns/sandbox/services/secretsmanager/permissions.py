"""What Secrets Manager asks of IAM, and of a secret's own policy.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam.request import Value
from patterns.refusals import secretsmanager
from patterns.sandbox.permissions import Ask, Service, Situation, pairs, use_key
from patterns.sandbox.permissions.encryption import UNUSABLE, KeyUse
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording, Words
from patterns.sandbox.services.secretsmanager.patches import kept


def _secret(situation: Situation, named: str | None = None) -> str:
    """The whole ARN of a secret; of one that is not there, as far as its name tells it."""
    name = named or situation.text("SecretId") or situation.text("Name") or "*"
    found, _ = kept.secret(situation.account_id, situation.region, name)
    if found or name.startswith("arn:"):
        return found or name
    # A new secret's ARN ends in six characters that are drawn.
    return situation.arn("secretsmanager", f"secret:{name}-??????" if name != "*" else "secret:*")


def _with_key(situation: Situation, *uses: str, named: str | None = None) -> Iterator[Ask]:
    arn = _secret(situation, named)
    _, its_key = kept.secret(situation.account_id, situation.region, named or str(situation.text("SecretId")))
    key = situation.text("KmsKeyId") or its_key
    yield from use_key(situation, key, "secretsmanager", *uses, context={"SecretARN": arn})


def _read(situation: Situation) -> Iterator[Ask]:
    yield Ask("secretsmanager:GetSecretValue", _secret(situation))
    yield from _with_key(situation, "Decrypt")


def _read_many(situation: Situation) -> Iterator[Ask]:
    """The list, and each secret that is named. Those found by filters are not asked about one by one."""
    yield Ask("secretsmanager:BatchGetSecretValue")
    for one in situation.params.get("SecretIdList") or ():
        yield Ask("secretsmanager:GetSecretValue", _secret(situation, str(one)))
        yield from _with_key(situation, "Decrypt", named=str(one))


def _written(situation: Situation) -> Iterator[Ask]:
    yield from _with_key(situation, "GenerateDataKey", "Decrypt")


def _created(situation: Situation) -> Iterator[Ask]:
    if situation.params.get("Tags"):
        yield Ask("secretsmanager:TagResource", _secret(situation))
    yield from _with_key(situation, "GenerateDataKey", "Decrypt", named=situation.text("Name"))


def _rotated(situation: Situation) -> Iterator[Ask]:
    """The function: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html."""
    if function := situation.text("RotationLambdaARN"):
        yield Ask("lambda:InvokeFunction", function)


def _keys(situation: Situation) -> dict[str, Value]:
    params: Any = situation.params
    named = {
        "Name": "secretsmanager:Name", "Description": "secretsmanager:Description",
        "KmsKeyId": "secretsmanager:KmsKeyId", "VersionId": "secretsmanager:VersionId",
        "VersionStage": "secretsmanager:VersionStage", "RecoveryWindowInDays": "secretsmanager:RecoveryWindowInDays",
        "ForceDeleteWithoutRecovery": "secretsmanager:ForceDeleteWithoutRecovery",
        "RotationLambdaARN": "secretsmanager:RotationLambdaARN",
    }  # fmt: skip
    context: dict[str, Value] = {key: params[name] for name, key in named.items() if params.get(name) is not None}
    if situation.operation == "GetSecretValue" and not {"VersionId", "VersionStage"} & set(params):
        context["secretsmanager:VersionStage"] = "AWSCURRENT"
    if params.get("SecretId"):
        context["secretsmanager:SecretId"] = _secret(situation)
    return context


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("secretsmanager", "describe_secret", SecretId=arn).get("Tags")))


def _key_of_secret(situation: Situation) -> str | None:
    key: str | None = situation.ask("secretsmanager", "describe_secret", SecretId=situation.text("SecretId")).get(
        "KmsKeyId"
    )
    return key


def _key_of_value(situation: Situation) -> str | None:
    """The key by which a new value is encrypted; a description alone needs none."""
    has_value = {"SecretString", "SecretBinary"} & set(situation.params)
    return _key_of_secret(situation) if has_value else None


READS = KeyUse(
    _key_of_secret,
    dict.fromkeys(
        UNUSABLE,
        Words(
            "DecryptionFailure",
            "Secrets Manager can't decrypt the protected secret text using the provided KMS key.",
            400,
        ),
    ),
)
WRITES = KeyUse(
    _key_of_value,
    dict.fromkeys(
        UNUSABLE,
        Words(
            "EncryptionFailure",
            "Secrets Manager can't encrypt the protected secret text using the provided KMS key. Check that the KMS "
            "key is available, enabled, and not in an invalid state.",
            400,
        ),
    ),
)
"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html"""

SERVICE = Service(
    prefix="secretsmanager",
    resources={"secret": _secret},
    operations={
        "": "GetRandomPassword ListSecrets",
        "secret": """
            CancelRotateSecret CreateSecret DeleteResourcePolicy DeleteSecret DescribeSecret GetResourcePolicy
            ListSecretVersionIds PutResourcePolicy PutSecretValue RemoveRegionsFromReplication
            ReplicateSecretToRegions RestoreSecret RotateSecret StopReplicationToReplica TagResource UntagResource
            UpdateSecret UpdateSecretVersionStage ValidateResourcePolicy
        """,
    },
    several={"GetSecretValue": _read, "BatchGetSecretValue": _read_many},
    also={
        "CreateSecret": _created,
        "PutSecretValue": _written,
        "UpdateSecret": _written,
        "RotateSecret": _rotated,
    },
    keys=_keys,
    tags=_tags,
    tagged=("aws:ResourceTag", "secretsmanager:ResourceTag"),
    policy=kept.policy,
    policies=kept.policies,
    encrypts=True,
    wording=Wording(trouble="InternalServiceError"),
    policy_documents={
        "PutResourcePolicy": PolicyDocument(
            "ResourcePolicy",
            "MalformedPolicyDocumentException",
            unknown_principal=secretsmanager.UNSUPPORTED,
        ),
    },
    key_uses={"GetSecretValue": READS, "PutSecretValue": WRITES, "UpdateSecret": WRITES},
)
