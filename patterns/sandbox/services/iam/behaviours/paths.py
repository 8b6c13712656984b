"""IAM refuses a path that does not begin and end with a slash.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html#API_CreateUser_RequestParameters
"""

from __future__ import annotations

import re

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Stage

PATH = re.compile(r"(/)|(/[!-\x7e]+/)")
LONGEST = 512
BRING_ONE = {
    "CreateGroup": "Path",
    "CreateInstanceProfile": "Path",
    "CreatePolicy": "Path",
    "CreateRole": "Path",
    "CreateUser": "Path",
    "UpdateGroup": "NewPath",
    "UpdateUser": "NewPath",
}
"""Operation -> the parameter that holds a path."""


def install(account: Account) -> None:
    """Stand before the calls that bring a path."""
    for operation in BRING_ONE:
        account.gateway.subscribe(Stage.JUDGE, _refuse, service="iam", operation=operation)


def _refuse(call: Call) -> None:
    path = call.params.get(BRING_ONE[str(call.operation)])
    if path is None:
        return
    if len(path) > LONGEST or not PATH.fullmatch(path):
        message = (
            "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric "
            "characters and/or / characters."
        )
        raise Refused("ValidationError", message, 400)
