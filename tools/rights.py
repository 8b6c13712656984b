"""Rights for tests: policies in short, a role whose policy a test writes, and the refusal of a call."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from patterns.sandbox.account import Sandbox

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/app/sandbox"
TRUSTED = ["lambda.amazonaws.com", "states.amazonaws.com"]
TRUST = {"Effect": "Allow", "Principal": {"Service": TRUSTED}, "Action": "sts:AssumeRole"}


def document(*statements: Any) -> str:
    """The policy of these statements, as text."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def let(action: str | list[str], resource: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def refusal(call: Any, **arguments: Any) -> tuple[str, str]:
    """(code, message) with which a call is refused; one that is not is a mistake of the test."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError(f"{call.__name__} was not refused")


class App:
    """A role of the account, whose only policy the test writes."""

    def __init__(self, aws: Sandbox) -> None:
        self.aws = aws
        self.iam = aws.client("iam")
        self.iam.create_role(RoleName="app", AssumeRolePolicyDocument=document(TRUST))

    def may(self, *statements: Any) -> None:
        """Give it these rights and no others."""
        self.iam.put_role_policy(RoleName="app", PolicyName="may", PolicyDocument=document(*statements))

    def client(self, service: str, **session: Any) -> Any:
        """A client of a new session of the role."""
        return self.aws.acting_as(ROLE, **session).client(service)
