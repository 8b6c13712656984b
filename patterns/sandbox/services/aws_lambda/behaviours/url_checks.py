"""Lambda gives a function, and each of its aliases, one URL. Not here: who may call it (`permissions`)."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call


def install(account: Account) -> None:
    """Stand before the call that gives a function a URL."""
    account.gateway.judge(account, "lambda", {"CreateFunctionUrlConfig": _refuse_second})


def _refuse_second(account: Account, call: Call) -> None:
    """https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunctionUrlConfig.html: a ResourceConflictException."""
    client = account.observer("lambda")
    named = {name: call.params[name] for name in ("FunctionName", "Qualifier") if call.params.get(name)}
    try:
        there = client.get_function_url_config(**named)
    except client.exceptions.ResourceNotFoundException:
        return
    told = f"Failed to create function url config for [functionArn = {there['FunctionArn']}]. Error message:  "
    raise Refused("ResourceConflictException", f"{told}FunctionUrlConfig exists for this Lambda function", 409)
