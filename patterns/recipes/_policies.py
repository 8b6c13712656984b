"""The statements and policy documents that more than one recipe needs. Not a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from awacs import sts as sts_actions
from awacs.aws import Action, Allow, PolicyDocument, Principal, Statement
from troposphere import Sub


def policy(*statements: Statement) -> PolicyDocument:
    """A policy document of these statements."""
    return PolicyDocument(Version="2012-10-17", Statement=list(statements))


def trusted(service: str) -> PolicyDocument:
    """The trust policy of a role that a service takes: `trusted("lambda.amazonaws.com")`."""
    return policy(Statement(Effect=Allow, Principal=Principal("Service", service), Action=[sts_actions.AssumeRole]))


def allowed(sid: str, actions: Sequence[Action], *resources: Any) -> Statement:
    """The statement of an identity policy that allows these actions on these resources."""
    return Statement(Sid=sid, Effect=Allow, Action=list(actions), Resource=list(resources))


def iam_decides() -> Statement:
    """The statement of a key policy that leaves the key to the account's IAM policies."""
    return Statement(
        Sid="IamDecides",
        Effect=Allow,
        Principal=Principal("AWS", Sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")),
        Action=[Action("kms", "*")],
        Resource=["*"],
    )
