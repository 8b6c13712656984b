"""The exercises of the secret page: what labels keep, a password that everybody knows, and a login with a brake."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from patterns.exercises._keys import KEY, disabled, resolved
from patterns.exercises._numbers import compared, forecast
from patterns.exercises._people import bystander, outsiders
from patterns.exercises._rights import CHANGING, allowed, made, may, names_of
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.authorisation.asking import at
from patterns.trial import APPLICATION, Lacking, Trial, nothing_open

SECRET = "AWS::SecretsManager::Secret"
READ = "secretsmanager:GetSecretValue"
SHORTEST = 24
COLLEAGUES = ("colleague", f"{APPLICATION}-colleague")
"""Roles without rights: one whose name has nothing to do with who may read, and one whose name begins so."""
LATER = at(datetime(2036, 1, 1, tzinfo=UTC))
LONGEST_WAIT = timedelta(days=8)
"""A week, and the day of the window."""

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
    answered = forecast(trial)
    stack = trial.deployed({"Resources": {"Login": {"Type": SECRET, "Properties": {"SecretString": "first"}}}})
    client, secret = trial.aws.administrator("secretsmanager"), stack["Login"].physical_id
    second, third = (
        client.put_secret_value(SecretId=secret, SecretString=value)["VersionId"] for value in ("second", "third")
    )
    client.update_secret_version_stage(
        SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=second, RemoveFromVersionId=third
    )
    version_ids_to_stages = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
    told = ", ".join(sorted(label for labels in version_ids_to_stages.values() for label in labels))
    wrong = f"the labels that are left are {told}, each on a version of its own"
    return compared(answered, len(version_ids_to_stages), too_many=wrong, too_few=wrong)


def _not_written(trial: Trial) -> str:
    """That a password of the answer is in its text, in the account's lists, or the same when it is deployed again."""
    text, again = str(trial.document.body), trial.deployed(trial.document, trial.parameters)
    for secret in made(trial, SECRET):
        value = _value(trial, secret.physical_id)
        password = str(_login(value).get("password") or value)
        if password in text:
            return f"the password of {secret.logical_id} is written in the template: let GenerateSecretString make one"
        if value == _value(trial, again[secret.logical_id].physical_id):
            return f"deployed again, {secret.logical_id} has the same password: let GenerateSecretString make one"
        if any(name in password or (len(password) >= SHORTEST and password in name) for name in _names(trial)):
            return f"the password of {secret.logical_id} is made of a name that everybody sees who lists the account"
    return ""


def _names(trial: Trial) -> list[str]:
    """What whoever may list things is told: the ids of the stack and of what it made."""
    told = [trial.stack.id.rpartition("/")[2], *(trial.stack[name].physical_id for name in trial.stack)]
    return [name for name in told if len(name) >= SHORTEST]


def _long(trial: Trial) -> str:
    """That no secret of the answer is a login of the user app, or that one has a short password."""
    logins = [_login(_value(trial, secret.physical_id)) for secret in made(trial, SECRET)]
    if not any(logins):
        return "its value is not a JSON object with a username and a password"
    mine = [str(login.get("password", "")) for login in logins if login.get("username") == "app"]
    if not mine:
        return "its value does not name the user app"
    shortest = min(map(len, mine))
    return "" if shortest >= SHORTEST else f"the password has {shortest} characters"


def _login(value: str) -> dict[str, Any]:
    try:
        document = json.loads(value)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _named_readers(trial: Trial) -> str:
    """That somebody may read whom the secret's policy does not name, or that it names nobody who may."""
    client = trial.aws.administrator("secretsmanager")
    trial.with_application()
    colleagues = [bystander(trial, name) for name in COLLEAGUES]
    for secret in (one.physical_id for one in made(trial, SECRET)):
        if not client.get_resource_policy(SecretId=secret).get("ResourcePolicy"):
            return f"{secret} has no policy: write one that names who may read it"
        for who in (*outsiders(trial), *colleagues):
            for sentence in allowed(trial, who, names_of("secretsmanager"), [secret], ({}, LATER)):
                return f"everybody may: {who} may {sentence}"
        roles = [role["Arn"] for role in trial.aws.administrator("iam").list_roles()["Roles"]]
        readers = [role for role in roles if may(trial, role, READ, secret) and may(trial, role, READ, secret, [LATER])]
        if not readers:
            return f"the policy of {secret} lets no role read it: name one, such as {APPLICATION}"
        for role in readers:
            for sentence in allowed(trial, role, names_of("secretsmanager", *CHANGING), [secret], ({}, LATER)):
                return f"{role} may {sentence}: whoever reads it is to change nothing"
    return ""


def _renewed(trial: Trial) -> str:
    """That a secret of the answer holds the same value a week, and the day of its rotation window, later."""
    client = trial.aws.administrator("secretsmanager")
    secrets = [one.physical_id for one in made(trial, SECRET)]
    for secret in secrets:
        if not client.describe_secret(SecretId=secret).get("RotationEnabled"):
            return f"Secrets Manager reports that rotation of {secret} is off"
    for _ in range(4):
        before = {secret: _value(trial, secret) for secret in secrets}
        trial.aws.clock.advance(days=LONGEST_WAIT.days)
        for secret in secrets:
            described = client.describe_secret(SecretId=secret)
            if before[secret] == _value(trial, secret):
                return _not_renewed(described, trial)
            wait = described["NextRotationDate"] - described["LastRotatedDate"]
            if wait > LONGEST_WAIT:
                return f"from a rotation to the end of the next one's window it may be more than {wait.days} days"
    return ""


def _not_renewed(described: Any, trial: Trial) -> str:
    left = described["NextRotationDate"] - trial.aws.clock.now
    if described.get("LastRotatedDate"):
        return f"after 8 days it has the same value: the next rotation may be {left.days} days away"
    own = "" if trial.aws.run_foreign_code else "; code of your own runs only with Sandbox(run_foreign_code=True)"
    return f"after 8 days it has the same value: the rotation function did not renew it{own}"


def _stops_with_key(trial: Trial) -> str:
    client = trial.aws.administrator("secretsmanager")
    for secret in (one.physical_id for one in made(trial, SECRET)):
        named = client.describe_secret(SecretId=secret).get("KmsKeyId")
        key = resolved(trial, named) if named else ""
        if not key:
            made(trial, KEY)
            return f"{secret} is encrypted with another key than the answer's: name it in KmsKeyId"
        readers = [reader for reader in _readers(trial) if _reads(reader, secret)]
        if not readers:
            return "nobody may read the secret: neither you nor any role in the template"
        with disabled(trial, key):
            if any(_reads(reader, secret) for reader in readers):
                return "with the key disabled, the secret can still be read"
    return ""


def _readers(trial: Trial) -> list[Any]:
    """Clients of the administrator, and of every role: a secret's policy may let in some of them only."""
    roles = trial.aws.administrator("iam").list_roles()["Roles"]
    acting = (trial.aws.acting_as(role["Arn"]) for role in roles if "/aws-service-role/" not in role["Arn"])
    return [trial.aws.administrator("secretsmanager"), *(one.client("secretsmanager") for one in acting)]


def _reads(client: Any, secret: str) -> bool:
    try:
        client.get_secret_value(SecretId=secret)
    except client.exceptions.ClientError:
        return False
    return True


def _value(trial: Trial, secret: str) -> str:
    """What is in a secret, read by whoever may. Raises `Lacking` where nobody may."""
    for client in _readers(trial):
        if _reads(client, secret):
            return str(client.get_secret_value(SecretId=secret).get("SecretString", ""))
    raise Lacking(f"nobody may read {secret}: neither you nor any role in the account")


EXERCISES = (
    Exercise(
        name="versions_with_a_label",
        kind=Kind.PREDICT,
        question=(
            "A secret is created, and its value is then replaced twice, so it has had three values. The third is "
            "wrong, and somebody moves AWSCURRENT back to the second version. How many of the versions does Secrets "
            "Manager still list under a label?"
        ),
        conditions=(Condition("that many versions have a label", _labelled),),
        hints=(
            "One label follows the value in use.",
            "AWSPREVIOUS moves whenever AWSCURRENT does: to the version that AWSCURRENT was taken from.",
        ),
    ),
    Exercise(
        name="a_password_everybody_knows",
        kind=Kind.FIX,
        question=(
            "The password stands in the template, and the secret's policy lets everybody read it. Fix both: give the "
            f"user app a password of {SHORTEST} characters or more that nobody chose or can look up elsewhere, another "
            "one at each deployment, and write a policy that names a role that may read it, now and in ten years, and "
            "change nothing: the role orders is there. Nobody else may do anything by that policy."
        ),
        conditions=(
            Condition("the password is not in the template", _not_written),
            Condition(f"app has a password of {SHORTEST} characters or more", _long),
            Condition("the policy lets in a role that it names, and nobody else", _named_readers),
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
            "Build, with the recipe or by hand, a login that has a new value every week or more often (and the day in "
            "which the rotation's window is open), that nobody can read while a key of your own is disabled, and that "
            "leaves no finding open."
        ),
        conditions=(
            Condition("its value is another one each time a week, and a day, have passed", _renewed),
            Condition("disabling the key makes the secret unreadable", _stops_with_key),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Two of the recipe's parameters do it.",
            "By hand: `KmsKeyId` of the secret, and permission for the rotation function's role to use the key.",
        ),
    ),
)
