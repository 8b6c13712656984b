"""What KMS asks of IAM, and of a key's own policy.

https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
Not modelled: custom key stores, imported material, and grant tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.request import Value
from patterns.refusals import kms
from patterns.sandbox.permissions import Ask, Service, Situation, pairs
from patterns.sandbox.permissions.refusals import PolicyDocument, Wording
from patterns.sandbox.services.kms.patches import kept


def _key(situation: Situation) -> str:
    named = situation.text("KeyId") or situation.text("TargetKeyId")
    return _arn(situation, named or _key_of(situation.params.get("CiphertextBlob")))


def _arn(situation: Situation, named: str | None) -> str:
    """The ARN of a key by any of its names; one that is not there is asked about under the name it was given."""
    if not named:
        return situation.arn("kms", "key/*")
    found = kept.key_arn(situation.account_id, situation.region, named)
    if found is not None or named.startswith("arn:"):
        return found or named
    return situation.arn("kms", named if named.startswith("alias/") else f"key/{named}")


def _key_of(ciphertext: Any) -> str | None:
    """The id of the key that made a ciphertext, which the simulation writes into its first 36 bytes."""
    return bytes(ciphertext)[:36].decode("ascii", errors="ignore") if ciphertext else None


def _re_encrypt(situation: Situation) -> Iterator[Ask]:
    params = situation.params
    source = params.get("SourceKeyId") or _key_of(params.get("CiphertextBlob"))
    yield Ask("kms:ReEncryptFrom", _arn(situation, source), _encryption(params.get("SourceEncryptionContext")))
    destination = _arn(situation, params.get("DestinationKeyId"))
    yield Ask("kms:ReEncryptTo", destination, _encryption(params.get("DestinationEncryptionContext")))


def _alias(situation: Situation) -> Iterator[Ask]:
    """An alias belongs to the account, and its key must let it go or come."""
    name = str(situation.params.get("AliasName"))
    action = f"kms:{situation.operation}"
    yield Ask(action, situation.arn("kms", name))
    before = kept.key_arn(situation.account_id, situation.region, name)
    after = situation.params.get("TargetKeyId")
    for key in dict.fromkeys(filter(None, (before, _arn(situation, after) if after else None))):
        yield Ask(action, key)


def _keys(situation: Situation) -> dict[str, Value]:
    """https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html."""
    params = situation.params
    context: dict[str, Value] = {"kms:CallerAccount": situation.account_id}
    context |= _encryption(params.get("EncryptionContext"))
    for name in ("KeyId", "TargetKeyId", "AliasName"):
        if str(params.get(name, "")).startswith("alias/"):
            context["kms:RequestAlias"] = params[name]
    renamed = {
        "KeySpec": "kms:KeySpec", "KeyUsage": "kms:KeyUsage", "Origin": "kms:KeyOrigin",
        "MultiRegion": "kms:MultiRegion", "PendingWindowInDays": "kms:ScheduleKeyDeletionPendingWindowInDays",
        "GranteePrincipal": "kms:GranteePrincipal", "RetiringPrincipal": "kms:RetiringPrincipal",
        "RotationPeriodInDays": "kms:RotationPeriodInDays", "EncryptionAlgorithm": "kms:EncryptionAlgorithm",
        "SigningAlgorithm": "kms:SigningAlgorithm",
        "BypassPolicyLockoutSafetyCheck": "kms:BypassPolicyLockoutSafetyCheck",
    }  # fmt: skip
    context |= {key: params[name] for name, key in renamed.items() if params.get(name) is not None}
    if situation.operation == "CreateGrant":
        context["kms:GrantIsForAWSResource"] = False
        context["kms:GrantOperations"] = tuple(str(operation) for operation in params.get("Operations") or ())
    return context


def _encryption(context: Any) -> dict[str, Value]:
    if not isinstance(context, Mapping) or not context:
        return {}
    named: dict[str, Value] = {f"kms:EncryptionContext:{key}": str(value) for key, value in context.items()}
    return named | {"kms:EncryptionContextKeys": tuple(str(key) for key in context)}


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    return dict(pairs(situation.ask("kms", "list_resource_tags", KeyId=arn).get("Tags")))


SERVICE = Service(
    prefix="kms",
    resources={"key": _key},
    operations={
        "": "CreateKey ListKeys ListAliases GenerateRandom",
        "key": """
            CancelKeyDeletion CreateGrant Decrypt DescribeKey DisableKey DisableKeyRotation EnableKey
            EnableKeyRotation Encrypt GenerateDataKey GenerateDataKeyPair GenerateDataKeyPairWithoutPlaintext
            GenerateDataKeyWithoutPlaintext GenerateMac GetKeyPolicy GetKeyRotationStatus GetPublicKey ListGrants
            ListKeyPolicies ListKeyRotations ListResourceTags PutKeyPolicy ReplicateKey RetireGrant RevokeGrant
            RotateKeyOnDemand ScheduleKeyDeletion Sign TagResource UntagResource UpdateKeyDescription
            UpdatePrimaryRegion Verify VerifyMac
        """,
    },
    several={
        "ReEncrypt": _re_encrypt,
        "CreateAlias": _alias,
        "UpdateAlias": _alias,
        "DeleteAlias": _alias,
    },
    keys=_keys,
    tags=_tags,
    policy=kept.policy,
    policies=kept.policies,
    grants=kept.grants,
    find=kept.key_arn,
    wording=Wording(trouble="KMSInternalException"),
    policy_documents=dict.fromkeys(
        ("CreateKey", "PutKeyPolicy"),
        PolicyDocument(
            "Policy",
            kms.MALFORMED,
            unknown_principal=kms.NOBODY,
            refusal=kms.key_policy,
        ),
    ),
)
