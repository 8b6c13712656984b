"""What KMS refuses of keys and aliases.

https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html
https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.iam.documents import Policy
from patterns.refusals import Question, Refusal
from patterns.refusals._policies import resource_policy

SYMMETRIC = "SYMMETRIC_DEFAULT"
USAGES: Mapping[str, frozenset[str]] = {
    SYMMETRIC: frozenset({"ENCRYPT_DECRYPT"}),
    "RSA_": frozenset({"ENCRYPT_DECRYPT", "SIGN_VERIFY"}),
    "ECC_NIST_P": frozenset({"SIGN_VERIFY", "KEY_AGREEMENT"}),
    "ECC_": frozenset({"SIGN_VERIFY"}),
    "HMAC_": frozenset({"GENERATE_VERIFY_MAC"}),
    "ML_DSA_": frozenset({"SIGN_VERIFY"}),
}
"""Beginning of a key spec -> what such a key may be for: the first that fits counts."""
_ALIAS = re.compile(r"alias/[a-zA-Z0-9/_-]+")


def usage(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with what a new key is for."""
    spec = asked.get("KeySpec") or asked.get("CustomerMasterKeySpec") or SYMMETRIC
    given = asked.get("KeyUsage")
    allowed = next((usages for begin, usages in USAGES.items() if spec.startswith(begin)), None)
    if given is None and spec != SYMMETRIC:
        told = "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys."
        yield "ValidationException", told
    if given and allowed and given not in allowed:
        yield "ValidationException", f"KeyUsage {given} is not compatible with KeySpec {spec}"


def rotation(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with letting a key rotate."""
    if asked.get("EnableKeyRotation") and asked.get("KeySpec", SYMMETRIC) != SYMMETRIC:
        told = f"a {asked['KeySpec']} key: only keys for symmetric encryption rotate."
        yield "UnsupportedOperationException", told


def alias(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of an alias."""
    name = asked["AliasName"]
    if name.startswith("alias/aws/"):
        yield "NotAuthorizedException", f"{name}: alias/aws/ is reserved for keys that AWS manages."
    elif name.startswith("alias/") and not _ALIAS.fullmatch(name):
        yield "InvalidAliasNameException", f"{name} holds what is no letter, digit, '/', '_' or '-'."


def key_policy(policy: Policy, params: Mapping[str, Any]) -> str:
    """What KMS says of a statement that is about nothing; in our words.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html: a Resource is required.
    """
    return next(
        (f"{statement.name}: Resource is missing" for statement in policy.statements if statement.resources is None), ""
    )


NOBODY = "Policy contains a statement with one or more invalid principals."
MALFORMED = "MalformedPolicyDocumentException"
TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::KMS::Key": (usage, rotation, resource_policy("KeyPolicy", MALFORMED, key_policy, unknown=NOBODY)),
    "AWS::KMS::Alias": (alias,),
}
