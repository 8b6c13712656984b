"""The exercises of the secret page: what labels keep, a password that everybody knows, and a login with a brake."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, first, nothing_open

SECRET = "AWS::SecretsManager::Secret"
SHORTEST, LONGEST_PERIOD = 24, timedelta(days=8)
"""A week, and the day in which its rotation window is open."""

KNOWN = """\
Resources:
  Login:
    Type: AWS::SecretsManager::Secret
    DeletionPolicy: Retain
    Properties:
      SecretString: '{"username": "app", "password": "hunter2"}'
  Readers:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Login
      ResourcePolicy:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: secretsmanager:GetSecretValue
            Resource: "*"
"""


def _labelled(trial: Trial) -> str:
    if isinstance(trial.answer, bool) or not isinstance(trial.answer, int):
        return "give a whole number"
    stack = trial.deployed({"Resources": {"Login": {"Type": SECRET, "Properties": {"SecretString": "first"}}}})
    client, secret = trial.aws.administrator("secretsmanager"), stack["Login"].physical_id
    for value in ("second", "third"):
        client.put_secret_value(SecretId=secret, SecretString=value)
    found = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
    if trial.answer == len(found):
        return ""
    told = ", ".join(sorted(label for labels in found.values() for label in labels))
    return f"the labels that are left are {told}, each on a version of its own"


def _not_written(trial: Trial) -> str:
    return "; ".join(str(finding) for finding in trial.findings if finding.id == "SEC-001")


def _long(trial: Trial) -> str:
    value = _value(trial)
    try:
        login = json.loads(value)
        password = login["password"]
    except (ValueError, TypeError, KeyError):
        return "its value is not a JSON object with a password"
    if login.get("username") != "app":
        return "its value does not name the user app"
    return "" if len(password) >= SHORTEST else f"the password has {len(password)} characters"


def _named_readers(trial: Trial) -> str:
    return "; ".join(str(finding) for finding in trial.findings if finding.id == "SEC-006")


def _rotates_weekly(trial: Trial) -> str:
    client = trial.aws.administrator("secretsmanager")
    found = client.describe_secret(SecretId=_secret(trial))
    if not found.get("RotationEnabled"):
        return "Secrets Manager reports that rotation is off"
    left = found["NextRotationDate"] - trial.aws.clock.now
    return "" if left <= LONGEST_PERIOD else f"the next rotation may be {left.days} days away"


def _stops_with_key(trial: Trial) -> str:
    kms, client = trial.aws.administrator("kms"), _reader(trial)
    if client is None:
        return "nobody may read the secret: neither you nor any role in the template"
    key = trial.stack[first(trial, "AWS::KMS::Key")].physical_id
    kms.disable_key(KeyId=key)
    try:
        client.get_secret_value(SecretId=_secret(trial))
    except client.exceptions.DecryptionFailure:
        return ""
    finally:
        kms.enable_key(KeyId=key)
    return "with the key disabled, the secret can still be read"


def _reader(trial: Trial) -> Any:
    """A client that may read the secret: the administrator's or, where its policy denies that, one of a role's."""
    roles = [resource.logical_id for resource in trial.resolved.resources.values() if resource.type == "AWS::IAM::Role"]
    acting = (trial.aws.acting_as(trial.stack[role].attribute("Arn")) for role in roles)
    clients = (trial.aws.administrator("secretsmanager"), *(one.client("secretsmanager") for one in acting))
    return next((client for client in clients if _reads(client, _secret(trial))), None)


def _reads(client: Any, secret: str) -> bool:
    try:
        client.get_secret_value(SecretId=secret)
    except client.exceptions.ClientError:
        return False
    return True


def _secret(trial: Trial) -> str:
    return str(trial.stack[first(trial, SECRET)].physical_id)


def _value(trial: Trial) -> Any:
    client = _reader(trial)
    return client.get_secret_value(SecretId=_secret(trial))["SecretString"] if client else ""


EXERCISES = (
    Exercise(
        name="versions_with_a_label",
        kind=Kind.PREDICT,
        question=(
            "A secret is created, and its value is then replaced twice, so it has had three values. How many of its "
            "versions does Secrets Manager still list under a label?"
        ),
        conditions=(Condition("that many versions have a label", _labelled),),
        hints=(
            "One label follows the value in use.",
            "AWSPREVIOUS moves whenever AWSCURRENT does. What is left for the version it moves from?",
        ),
    ),
    Exercise(
        name="a_password_everybody_knows",
        kind=Kind.FIX,
        question=(
            "The password stands in the template, and the secret's policy lets everybody read it. Fix both: give the "
            "user app a password of {SHORTEST} characters or more that nobody chose, and write a policy that names who "
            "may read it."
        ),
        conditions=(
            Condition("the password is not in the template", _not_written),
            Condition(f"app has a password of {SHORTEST} characters or more", _long),
            Condition("the policy does not let everybody in", _named_readers),
        ),
        hints=(
            "`GenerateSecretString` makes a password that nobody has seen.",
            "`SecretStringTemplate` holds the rest of the JSON, `GenerateStringKey` names the member to add.",
            "A principal is a role: `Principal: {AWS: arn:aws:iam::123456789012:role/orders}`.",
        ),
        start=KNOWN,
    ),
    Exercise(
        name="a_login_with_a_brake",
        kind=Kind.BUILD,
        question=(
            "Build, with the recipe or by hand, a login that is renewed every week or more often, that nobody can read "
            "while a key of your own is disabled, and that leaves no finding open."
        ),
        conditions=(
            Condition("the next rotation is at most a week away", _rotates_weekly),
            Condition("disabling the key makes the secret unreadable", _stops_with_key),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Two of the recipe's parameters do it.",
            "By hand: `KmsKeyId` of the secret, and permission for the rotation function's role to use the key.",
        ),
    ),
)
