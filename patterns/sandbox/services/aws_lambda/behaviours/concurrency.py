"""A function that already runs as often as it may refuses, and code from outside waits to be trusted.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
"""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.services.aws_lambda.patches import invocation
from patterns.sandbox.services.aws_lambda.runtime import zygote
from patterns.sandbox.services.aws_lambda.runtime.not_called import Throttled
from patterns.sandbox.services.aws_lambda.runtime.own_code import is_the_cookbooks
from patterns.sandbox.services.aws_lambda.runtime.service import Functions

BRINGS_CODE = ("CreateFunction", "UpdateFunctionCode")


def install(account: Account) -> None:
    """Stand before every call of a function, and look at the code that stacks bring."""
    functions = account.part(Functions)
    account.ending.enter_context(invocation.runtime(functions))
    account.in_copies.append(functions.in_copy)

    def room(call: Call) -> None:
        function = invocation.find(
            account.account_id, call.region, call.params["FunctionName"], call.params.get("Qualifier")
        )
        if function is None or call.params.get("InvocationType", "RequestResponse") != "RequestResponse":
            return
        try:
            functions.room(function)
        except Throttled as throttled:
            raise Refused(throttled.code, throttled.message, throttled.status) from None

    def deployed(call: Call) -> None:
        zygote.shared.prepare()  # while the stack and the reader do something else
        function = invocation.find(account.account_id, call.region, call.params["FunctionName"])
        if call.caller is Caller.ADMINISTRATOR and function is not None:
            foreign = account.deploys_foreign_code and not is_the_cookbooks(function.code)
            functions.deployed(function.code, foreign=foreign)

    def deleted(call: Call) -> None:
        functions.deleted(lambda arn: invocation.find(account.account_id, arn.split(":")[3], arn) is not None)

    account.gateway.subscribe(Stage.CONSEQUENCES, deleted, service="lambda", operation="DeleteFunction")
    account.gateway.subscribe(Stage.JUDGE, room, service="lambda", operation="Invoke")
    for operation in BRINGS_CODE:
        account.gateway.subscribe(Stage.CONSEQUENCES, deployed, service="lambda", operation=operation)
