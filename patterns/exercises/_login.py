"""A login that one role may read, and nobody else. Not an exercise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from patterns.exercises._people import ADMINISTRATOR, another_administrator, outsiders, trusted_services
from patterns.exercises._rights import (
    ACCOUNT,
    CHANGING,
    NOTHING_SPECIAL,
    ROLE,
    allowed,
    made,
    may,
    names_of,
    other_services,
)
from patterns.trial import Lacking, Trial

SECRET = "AWS::SecretsManager::Secret"
APP, READ = "App", "secretsmanager:GetSecretValue"
ANOTHER = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:payroll-AbCdEf"


def is_refused(ask: Callable[[], Any]) -> bool:
    """Whether the account refuses a call."""
    try:
        ask()
    except ClientError:
        return True
    return False


def _app(trial: Trial) -> str:
    """The ARN of the role App. Raises `Lacking` where the answer has none."""
    if APP not in trial.stack or trial.stack[APP].type != ROLE:
        raise Lacking(f"it has no role {APP} any more: the question is about that one")
    return str(trial.stack[APP].attribute("Arn"))


def _refusal(trial: Trial, who: Any) -> str:
    """Why IAM keeps a client from some secret of the answer; nothing where it reads them all."""
    for secret in made(trial, SECRET):
        if is_refused(partial(who.get_secret_value, SecretId=secret.physical_id)):
            return trial.aws.denials[-1].explain()
    return ""


def app_reads(trial: Trial) -> str:
    """What keeps the role App from the login; nothing where it reads it."""
    role = _app(trial)
    if not trusted_services(trial, role, ["ec2.amazonaws.com"]):
        return f"{APP} can read nothing: EC2 cannot assume it any more"
    return _refusal(trial, trial.aws.acting_as(role).client("secretsmanager"))


def nobody_else_does(trial: Trial) -> str:
    """Neither the administrator, nor another one, nor anybody of another account; not as App either."""
    app = _app(trial)
    names = ("operations", f"{app.rpartition('/')[2]}-operations"[:64])
    administrators = (ADMINISTRATOR, *(another_administrator(trial, name) for name in names))
    for secret in made(trial, SECRET):
        for who in (*administrators, *outsiders(trial)):
            if may(trial, who, READ, secret.physical_id):
                return f"{_short(who)} can read it too"
    for who in (*administrators, *outsiders(trial)):
        if may(trial, who, "sts:AssumeRole", app):
            return f"{_short(who)} can assume {APP}, and read it so"
    return ""


def _short(who: str) -> str:
    return {"*": "everybody", ADMINISTRATOR: "the account's administrator"}.get(who, who)


def app_does_no_more(trial: Trial) -> str:
    """App changes no secret, reads no other, and may do nothing in another service."""
    role, secrets = _app(trial), [secret.physical_id for secret in made(trial, SECRET)]
    changes = allowed(trial, role, names_of("secretsmanager", *CHANGING), [*secrets, ANOTHER, "*"], NOTHING_SPECIAL)
    reads = allowed(trial, role, [READ], [ANOTHER], NOTHING_SPECIAL)
    found = next(iter((*changes, *reads)), "")
    return (
        f"{APP} may {found}: it needs no more than to read this login"
        if found
        else other_services(trial, role, "secretsmanager")
    )
