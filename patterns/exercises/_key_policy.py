"""Who manages a key and who uses it: what its policy, and others, allow. Not an exercise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from patterns.exercises._keys import KEY
from patterns.exercises._people import ADMINISTRATOR, outsiders
from patterns.exercises._rights import ACCOUNT, CHANGING, allowed, made, may, names_of
from patterns.sandbox.authorisation.asking import at
from patterns.trial import APPLICATION, Trial

APPLICATION_ARN = f"arn:aws:iam::{ACCOUNT}:role/{APPLICATION}"
USING = {
    f"kms:{name}"
    for name in (
        *("Decrypt", "Encrypt", "ReEncryptFrom", "ReEncryptTo", "DeriveSharedSecret", "Encapsulate", "Decapsulate"),
        *("GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateRandom", "GenerateMac", "VerifyMac"),
        *("GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext", "Sign", "Verify"),
    )
}
"""What a key is for; everything else that changes something is managing it.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""
MANAGING = [name for name in names_of("kms", *CHANGING) if name not in USING]
NOW: dict[str, Any] = {}
LATER = at(datetime(2036, 1, 1, tzinfo=UTC))
MFA = {"aws:MultiFactorAuthPresent": True, "aws:MultiFactorAuthAge": 1}
WAYS: tuple[dict[str, Any], ...] = ({}, {"kms:ViaService": "s3.us-east-1.amazonaws.com"})
CONTEXTS = [when | via for when in (NOW, LATER, MFA) for via in WAYS]


def somebody_administers(trial: Trial) -> str:
    """That nobody could change the policy of a key, now or in ten years; nothing where somebody could."""
    keys = keys_of(trial)  # deployed, if they are not yet: the roles of the answer are there only then
    roles = [role["Arn"] for role in trial.aws.administrator("iam").list_roles()["Roles"]]
    people = [ADMINISTRATOR, *(role for role in roles if role != APPLICATION_ARN)]
    for key in keys:
        for when in (NOW, LATER):
            if not any(may(trial, who, "kms:PutKeyPolicy", key, [when | MFA]) for who in people):
                told = " in ten years" if when else ""
                return f"nobody may change the policy of {key}{told}: allow kms:PutKeyPolicy to somebody who manages it"
    return ""


def users_do_not_rule(trial: Trial) -> str:
    """What a user of the key may that is managing it, or an outsider may at all; nothing where neither may."""
    trial.with_application()
    for key in keys_of(trial):
        for sentence in allowed(trial, APPLICATION_ARN, MANAGING, [key], CONTEXTS):
            return f"the application may {sentence}: leave it what decrypts and makes data keys"
        for who in outsiders(trial):
            for sentence in allowed(trial, who, names_of("kms"), [key], CONTEXTS):
                return f"{who} may {sentence}: name who may, of this account"
    return ""


def keys_of(trial: Trial) -> list[str]:
    """The ARN of every key of the answer."""
    return [key.attribute("Arn") for key in made(trial, KEY)]
