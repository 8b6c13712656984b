"""Calling a function and waiting for what it returns, as a service for one of its resources or in a role.

Who may is asked as in `targets`. https://docs.aws.amazon.com/lambda/latest/dg/invocation-sync.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from botocore.exceptions import ClientError

from patterns.sandbox.core import lineage
from patterns.sandbox.core.account import Account
from patterns.sandbox.delivery.targets import Sender, client_for, undelivered

_IN_URI = re.compile(r"/functions/(?P<arn>[^/]+)/invocations$")


@dataclass(frozen=True)
class Returned:
    """What a function gave back, JSON text; `error` is "Unhandled" or "Handled" where it failed."""

    payload: bytes
    error: str | None


def function_arn(uri: str) -> str | None:
    """The ARN of the function that a URI of API Gateway's names, or the URI itself where it is one."""
    match = _IN_URI.search(uri)
    arn = match["arn"] if match else uri
    return arn if ":lambda:" in arn and ":function:" in arn else None


def called(account: Account, sender: Sender, arn: str, payload: bytes) -> Returned:
    """Call a function. Raises `Undelivered` where it is not there, may not be called, or is called too often."""
    client = client_for(account, sender, arn)
    try:
        with lineage.untraced():
            answer = client.invoke(FunctionName=arn, Payload=payload)
    except ClientError as error:
        raise undelivered(error) from None
    return Returned(answer["Payload"].read(), answer.get("FunctionError"))
