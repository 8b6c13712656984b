"""Who could ask: strangers, services of AWS, colleagues without rights and with all of them. Not what they may."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from patterns.exercises._rights import ACCOUNT, Context, may, role_arns
from patterns.trial import APPLICATION, Trial

ADMINISTRATOR = f"arn:aws:iam::{ACCOUNT}:user/administrator"
EVERYTHING = "arn:aws:iam::aws:policy/AdministratorAccess"
STRANGERS = ("999988887777", "111122223333", "210987654321")
"""Other accounts, several, so that a policy that shuts out one of them by its number does not pass for closed."""
SERVICES = tuple(
    f"{name}.amazonaws.com" for name in ("lambda", "scheduler", "ec2", "ecs-tasks", "events", "states", "apigateway")
)
ANYBODY = ("role/anybody", f"role/{APPLICATION}")
"""Whom another account has: a role of no name, and one of the name that a policy may mean in every account."""


def trusted_services(trial: Trial, role: str, names: Iterable[str], account: str = ACCOUNT) -> list[str]:
    """Those services of AWS that may assume a role while they work for an account, now."""
    return [name for name in names if may(trial, name, "sts:AssumeRole", role, working_for(name, account))]


def working_for(service: str, account: str) -> tuple[Context, ...]:
    """What a service says of whom it works for: nothing, or the account and something of it.

    https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    """
    name = service.removesuffix(".amazonaws.com")
    if name == "scheduler":
        arns = [f"arn:aws:scheduler:us-east-1:{account}:schedule-group/default"]
    else:
        arns = [f"arn:aws:{name}:us-east-1:{account}:work/a"]
    return tuple({"aws:SourceAccount": account, "aws:SourceArn": arn} for arn in arns)


def outsiders(trial: Trial) -> list[str]:
    """Whoever has every right of his own account, for several and for each that the answer names; and nobody known."""
    text = str(trial.document.body)
    accounts = dict.fromkeys((*STRANGERS, *_accounts(text)))
    named = [arn for arn in _people(text) if f"::{ACCOUNT}:" not in arn]
    return [*(f"arn:aws:iam::{account}:{who}" for account in accounts for who in ANYBODY), *named, "*"]


def _accounts(text: str) -> list[str]:
    """The other accounts that stand in a text by their number."""
    return [fromkey for fromkey in dict.fromkeys(re.findall(r"(?<!\d)(\d{12})(?!\d)", text)) if fromkey != ACCOUNT]


def _people(text: str) -> list[str]:
    """The roles and users that stand in a text by their ARN."""
    return re.findall(r"arn:aws:iam::\d{12}:(?:role|user)/[\w+=,.@/-]+", text)


def _trust(trial: Trial, role: str) -> str:
    return str(trial.aws.administrator("iam").get_role(RoleName=role.rpartition("/")[2])["Role"])


def assumed_by_nobody(trial: Trial, role: str) -> bool:
    """Whether nobody whom the trust policy of a role could mean may assume it."""
    text = _trust(trial, role)
    external = re.search(r"sts:ExternalId': \[?'([^']+)'", text, re.IGNORECASE)
    contexts: tuple[Context, ...] = (
        {"aws:MultiFactorAuthPresent": True, "aws:MultiFactorAuthAge": 1}
        | ({"sts:ExternalId": external[1]} if external else {}),
    )
    people = [*_people(text), *(f"arn:aws:iam::{account}:role/partner" for account in _accounts(text)), ADMINISTRATOR]
    return not any(may(trial, one, "sts:AssumeRole", role, contexts) for one in people if one != role)


def assumed_by_outsiders(trial: Trial, role: str) -> str:
    """That somebody of an account that its trust policy does not name may assume a role; nothing where that is not so.

    One that is named is meant, as a partner's is: whether he should be is for the asker.
    """
    named = _accounts(_trust(trial, role))
    for who in outsiders(trial):
        if not any(f"::{account}:" in who for account in named) and may(trial, who, "sts:AssumeRole", role):
            return f"anybody may assume the role, {who} too: name in its trust policy who may"
    return ""


def nobody_but(trial: Trial, service: str) -> str:
    """That somebody else than one service may assume a role of the answer."""
    for role in role_arns(trial):
        if others := trusted_services(trial, role, [name for name in SERVICES if name != service]):
            return f"{others[0]} can assume it as well"
        if seen := assumed_by_outsiders(trial, role):
            return seen
        if not assumed_by_nobody(trial, role):
            return "people can assume it as well: its trust policy is to name the service alone"
    return ""


def bystander(trial: Trial, name: str) -> str:
    """The ARN of a role of the account that has no rights of its own, made if it is not there."""
    iam = trial.aws.administrator("iam")
    trust: dict[str, Any] = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "sts:AssumeRole"}
    with suppress(iam.exceptions.EntityAlreadyExistsException):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Statement": trust}))
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def another_administrator(trial: Trial, name: str) -> str:
    """The ARN of a role with every right there is, which no answer can know of."""
    arn = bystander(trial, name)
    trial.aws.administrator("iam").attach_role_policy(RoleName=name, PolicyArn=EVERYTHING)
    return arn
