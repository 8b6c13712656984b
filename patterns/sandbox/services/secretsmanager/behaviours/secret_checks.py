"""Secrets Manager looks at a secret before it makes, changes or reads it: its name, its value, whether it is deleted.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
Not here: which version is current (`patches/rotation`), and resource policies (`authorisation`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from patterns.iam.documents import each_there
from patterns.iam.public_access import is_for_everybody
from patterns.refusals import secretsmanager
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.delivery.targets import Sender, may_send
from patterns.sandbox.gateway import Call, Stage
from patterns.sandbox.services.secretsmanager.patches import kept

CHANGES = (
    "PutResourcePolicy", "PutSecretValue", "ReplicateSecretToRegions", "RotateSecret", "TagResource", "UntagResource",
    "UpdateSecret", "UpdateSecretVersionStage", "DeleteResourcePolicy",
)  # fmt: skip
"""What nobody does to a secret that waits for its deletion."""

CURRENT = "AWSCURRENT"

DELETED = "You can't perform this operation on the secret because it was marked for deletion."
NAME_DELETED = "You can't create this secret because a secret with this name is already scheduled for deletion."
BOTH = "You can't specify both a binary secret value and a string secret value in the same secret."
ONLY_MOVED = "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed."
NOT_LET = (
    "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to "
    "the principal secretsmanager.amazonaws.com."
)


def install(account: Account) -> None:
    """Stand before the calls that make, change and read secrets."""
    on = partial(account.gateway.subscribe, Stage.JUDGE, service="secretsmanager")
    for operation in CHANGES:
        on(partial(_refuse_deleted, account), operation=operation)
    for operation in ("CreateSecret", "UpdateSecret", "PutSecretValue"):
        on(_refuse_value, operation=operation)
    on(partial(_refuse_creation, account), operation="CreateSecret")
    for operation in ("CreateSecret", "UpdateSecret"):
        on(partial(_refuse_key, account), operation=operation)
    on(partial(_refuse_label, account), operation="GetSecretValue")
    on(_refuse_password, operation="GetRandomPassword")
    on(_refuse_removal, operation="UpdateSecretVersionStage")
    on(_refuse_public, operation="PutResourcePolicy")
    on(partial(_refuse_function, account), operation="RotateSecret")


def _refuse_deleted(account: Account, call: Call) -> None:
    if kept.is_deleted(account.account_id, call.region, call.params["SecretId"]):
        raise Refused("InvalidRequestException", DELETED, 400)


def _refuse_creation(account: Account, call: Call) -> None:
    name = call.params["Name"]
    refuse(secretsmanager.name(call.params))
    if kept.is_deleted(account.account_id, call.region, name):
        raise Refused("InvalidRequestException", NAME_DELETED, 400)


def _refuse_value(call: Call) -> None:
    values: Mapping[str, Any] = {
        name: call.params[name] for name in ("SecretString", "SecretBinary") if call.params.get(name) is not None
    }
    if len(values) > 1:
        raise Refused("InvalidParameterException", BOTH, 400)
    refuse(secretsmanager.value(values))


def _refuse_key(account: Account, call: Call) -> None:
    """A key that is not there cannot encrypt the value; in our words."""
    key, client = call.params.get("KmsKeyId"), account.observer("kms")
    has_value = any(call.params.get(name) is not None for name in ("SecretString", "SecretBinary"))
    if not key or not has_value or "alias/aws/" in key:
        return
    try:
        client.describe_key(KeyId=key)
    except client.exceptions.NotFoundException:
        raise Refused(
            "EncryptionFailure", f"Secrets Manager can't encrypt with {key}: there is no such key.", 400
        ) from None


def _refuse_password(call: Call) -> None:
    refuse(secretsmanager.password(call.params))


def _refuse_label(account: Account, call: Call) -> None:
    label, named = call.params.get("VersionStage"), call.params["SecretId"]
    if not label or call.params.get("VersionId"):
        return
    is_there = kept.is_deleted(account.account_id, call.region, named) is False
    if is_there and not kept.has_label(account.account_id, call.region, named, label):
        message = f"Secrets Manager can't find the specified secret value for staging label: {label}"
        raise Refused("ResourceNotFoundException", message, 400)


def _refuse_removal(call: Call) -> None:
    asked = call.params
    if asked["VersionStage"] == CURRENT and asked.get("RemoveFromVersionId") and not asked.get("MoveToVersionId"):
        raise Refused("InvalidParameterException", ONLY_MOVED, 400)


def _refuse_public(call: Call) -> None:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html."""
    if not call.params.get("BlockPublicPolicy"):
        return
    try:
        policy = json.loads(call.params["ResourcePolicy"])
    except ValueError:
        return  # which is said of its form
    if any(is_for_everybody(statement) for statement in each_there(policy.get("Statement"))):
        raise Refused("PublicPolicyException", secretsmanager.PUBLIC, 400)


def _refuse_function(account: Account, call: Call) -> None:
    """A function is named only where its policy lets Secrets Manager call it; one that is not there moto refuses."""
    function = call.params.get("RotationLambdaARN")
    found, _ = kept.secret(account.account_id, call.region, call.params["SecretId"])
    if not function or found is None:
        return
    sender = Sender("secretsmanager.amazonaws.com", found)
    if kept.is_function(account.account_id, call.region, function) and not may_send(account, sender, function):
        raise Refused("AccessDeniedException", NOT_LET, 400)
