"""What Secrets Manager refuses of a secret in a template: two values at once, and a password out of nothing.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-secret-generatesecretstring.html
In which words a password is refused that may have no character, no page says.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from patterns.iam.documents import each_there
from patterns.iam.public_access import is_for_everybody
from patterns.refusals import Question, Refusal
from patterns.refusals._policies import resource_policy
from patterns.schedules.cron import ScheduleError
from patterns.schedules.rotation_windows import next_window

MOST_CHARACTERS = 4096
INVALID = "InvalidParameterException"
KINDS: Mapping[str, str] = {
    "ExcludeLowercase": string.ascii_lowercase,
    "ExcludeUppercase": string.ascii_uppercase,
    "ExcludeNumbers": string.digits,
    "ExcludePunctuation": string.punctuation,
}
PUBLIC = "You can't attach a resource policy that grants broad access to the secret: BlockPublicPolicy is on."
"""In our words: no page quotes the service's."""
UNSUPPORTED = "This resource policy contains an unsupported principal."
NAME = re.compile(r"[A-Za-z0-9/_+=.@!-]{1,512}")
BAD_NAME = "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!"
MOST_BYTES, MOST_DAYS = 65_536, 1000
SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Whether a schedule comes round at all does not hang on the day from which it is asked."""
TARGETS = (
    "AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::Redshift::Cluster", "AWS::RedshiftServerless::Namespace",
    "AWS::DocDB::DBInstance", "AWS::DocDB::DBCluster", "AWS::DocDBElastic::Cluster",
)  # fmt: skip
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html"""
BOTH = "You can't specify both SecretString and GenerateSecretString in the same template."
NOT_IN_TEMPLATE = "SecretStringTemplate must be a JSON object, and GenerateStringKey name the key for the value."


def password(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the rules for a password."""
    length = asked.get("PasswordLength")
    if length is not None and not 1 <= int(length) <= MOST_CHARACTERS:
        yield INVALID, f"PasswordLength must be from 1 to {MOST_CHARACTERS}, got {length}."
    without = set(asked.get("ExcludeCharacters") or "")
    kinds = [set(letters) - without for name, letters in KINDS.items() if asked.get(name) is not True]
    if asked.get("IncludeSpace") is True:
        kinds.append({" "} - without)
    if not any(kinds):
        yield INVALID, "The password cannot be generated: every kind of character is excluded."
    elif asked.get("RequireEachIncludedType", True) is not False:
        if not all(kinds):
            yield INVALID, "ExcludeCharacters leaves a required kind of character without any."
        if length is not None and int(length) < len(kinds):
            yield INVALID, f"A password of {length} cannot hold each of the {len(kinds)} kinds of characters."


def name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a new secret."""
    if asked.get("Name") is not None and not NAME.fullmatch(asked["Name"]):
        yield "ValidationException", BAD_NAME


def value(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A value that is too large: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html."""
    for field in ("SecretString", "SecretBinary"):
        given = asked.get(field)
        if given is not None and len(given.encode() if isinstance(given, str) else bytes(given)) > MOST_BYTES:
            said = f"failed to satisfy constraint: Member must have length less than or equal to {MOST_BYTES}"
            told = f"1 validation error detected: Value at '{field[0].lower()}{field[1:]}' {said}"
            yield "ValidationException", told


def _rotation(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html."""
    rules = asked.get("RotationRules") or {}
    days, expression = rules.get("AutomaticallyAfterDays"), rules.get("ScheduleExpression")
    if days is not None and expression is not None:
        told = "Invalid RotationRules: give AutomaticallyAfterDays or ScheduleExpression, not both."
        yield INVALID, told
    if days is not None and not 1 <= int(days) <= MOST_DAYS:
        yield INVALID, f"RotationRules.AutomaticallyAfterDays must be within 1-{MOST_DAYS}."
    try:
        next_window({name: rules[name] for name in ("ScheduleExpression", "Duration") if name in rules}, SOME_DAY)
    except ScheduleError as error:
        yield INVALID, f"Invalid RotationRules: {error}"


def _attached(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if asked["TargetType"] not in TARGETS:
        yield "InvalidRequest", f"TargetType {asked['TargetType']} is none of {', '.join(TARGETS)}."


def template(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the value of a secret, as CloudFormation puts it together."""
    rules = asked.get("GenerateSecretString")
    if rules is None:
        return
    if asked.get("SecretString") is not None:
        yield "InvalidRequest", BOTH
    yield from password(rules)
    begun, key = rules.get("SecretStringTemplate"), rules.get("GenerateStringKey")
    if (begun is not None or key is not None) and (key is None or not _is_object(begun)):
        yield "InvalidRequest", NOT_IN_TEMPLATE


def _is_object(text: str | None) -> bool:
    try:
        return isinstance(json.loads(text or ""), dict)
    except ValueError:
        return False


def _public(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html."""
    if asked.get("BlockPublicPolicy") is True:
        for statement in each_there(asked["ResourcePolicy"]["Statement"]):
            if is_for_everybody(statement):
                yield "PublicPolicyException", PUBLIC


TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::SecretsManager::Secret": (name, value, template),
    "AWS::SecretsManager::RotationSchedule": (_rotation,),
    "AWS::SecretsManager::SecretTargetAttachment": (_attached,),
    "AWS::SecretsManager::ResourcePolicy": (
        resource_policy("ResourcePolicy", "MalformedPolicyDocumentException", unknown=UNSUPPORTED),
        _public,
    ),
}
