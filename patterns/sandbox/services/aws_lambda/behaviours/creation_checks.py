"""Lambda looks at a function before it makes or changes it: settings, runtime, role, and the concurrency it reserves.

Not here: its code (`patches/code_checks`) but for images, and what brings it events (`behaviours/source_checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from botocore.exceptions import ClientError

from patterns.refusals import aws_lambda
from patterns.refusals.aws_lambda import aliases, images
from patterns.refusals.aws_lambda.runtimes import RUNTIMES
from patterns.refusals.aws_lambda.settings import INVALID, wrong_name
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused, refuse
from patterns.sandbox.gateway import Call
from patterns.sandbox.services.aws_lambda import execution_role
from patterns.sandbox.services.aws_lambda.function_names import plain
from patterns.sandbox.services.aws_lambda.patches import kept
from patterns.sandbox.services.aws_lambda.runtime.not_called import ACCOUNT_CONCURRENCY

UNRESERVED = 100
"""Of the account's concurrency, what no function may reserve for itself:
https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
"""
RIGHTS_ABOUT = ("DeadLetterConfig", "VpcConfig")
FOR_A_FUNCTION = (
    "PublishVersion", "AddPermission", "PutFunctionEventInvokeConfig", "CreateEventSourceMapping",
    "CreateFunctionUrlConfig",
)  # fmt: skip
"""Calls that make something for a function, which they name."""


def install(account: Account) -> None:
    """Stand before the calls that make or change a function."""
    checks = {
        "CreateFunction": _creation,
        "UpdateFunctionConfiguration": _configuration,
        "UpdateFunctionCode": _code,
        "PutFunctionConcurrency": _concurrency,
        "CreateAlias": _alias,
        "UpdateAlias": _alias,
        "PutProvisionedConcurrencyConfig": _provision,
    }
    account.gateway.judge(account, "lambda", dict.fromkeys(FOR_A_FUNCTION, _named) | checks)


def _named(account: Account, call: Call) -> None:
    refuse(wrong_name(call.params))


def _creation(account: Account, call: Call) -> None:
    asked = call.params
    questions = (wrong_name, aws_lambda.package, *aws_lambda.PACKAGE, *aws_lambda.SETTINGS)
    refuse(chain.from_iterable(question(asked) for question in questions))
    if asked.get("PackageType") == images.IMAGE:
        _refuse_image(account, call, asked["Code"]["ImageUri"])
        _refuse_role(account, call, asked["Role"], asked)
        return
    _refuse_runtime(asked["Runtime"], RUNTIMES[asked["Runtime"]].creation, account)
    _refuse_role(account, call, asked["Role"], asked)


def _configuration(account: Account, call: Call) -> None:
    asked, there = call.params, _there(account, call)
    if there is None:
        return
    refuse(chain.from_iterable(question(asked) for question in aws_lambda.SETTINGS))
    runtime = str(asked.get("Runtime", there.get("Runtime")))
    if runtime in RUNTIMES:
        _refuse_runtime(runtime, RUNTIMES[runtime].update, account)
    if "Role" in asked:
        _refuse_role(account, call, asked["Role"], {**there, **asked})
    elif any(name in asked for name in RIGHTS_ABOUT):
        _refuse_rights(account, call, there["Role"], asked)


def _code(account: Account, call: Call) -> None:
    there = _there(account, call)
    if there and there.get("PackageType") == images.IMAGE:
        if not (uri := call.params.get("ImageUri")):
            raise Refused(INVALID, images.NO_IMAGE, 400)
        refuse(images.wrong_image({"Code": {"ImageUri": uri}}))
        _refuse_image(account, call, uri)
    elif there and call.params.get("ImageUri"):
        raise Refused(INVALID, "Please don't provide ImageUri when updating a function with packageType Zip.", 400)
    if there and there.get("Runtime") in RUNTIMES:
        _refuse_runtime(there["Runtime"], RUNTIMES[there["Runtime"]].update, account)


def _concurrency(account: Account, call: Call) -> None:
    if _there(account, call) is None:
        return
    own = plain(call.params["FunctionName"])
    others = kept.reserved(account.account_id, call.region)
    reserved = call.params["ReservedConcurrentExecutions"] + sum(value for name, value in others.items() if name != own)
    if ACCOUNT_CONCURRENCY - reserved < UNRESERVED:
        message = (
            "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
            f"below its minimum value of [{UNRESERVED}]."
        )
        raise Refused(INVALID, message, 400)


def _alias(account: Account, call: Call) -> None:
    asked = call.params
    refuse(wrong_name(asked))
    there = kept.alias(account.account_id, call.region, plain(asked["FunctionName"]), asked["Name"]) or {}
    version: str | None = asked.get("FunctionVersion") or there.get("FunctionVersion")
    refuse(aliases.wrong_routing(asked.get("RoutingConfig"), version))


def _provision(account: Account, call: Call) -> None:
    function, name = plain(call.params["FunctionName"]), call.params["Qualifier"]
    there = kept.alias(account.account_id, call.region, function, name) or {}
    refuse(aliases.wrong_provision(call.params, there.get("FunctionVersion") or name))


def _refuse_image(account: Account, call: Call, uri: str) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/images-create.html: an image of the account, in the same region."""
    wanted = images.image_of(uri)
    if wanted is None or wanted.region != call.region:
        raise Refused(INVALID, f"Source image {uri} is not valid. Provide a valid source image.", 400)
    if wanted.account != account.account_id:
        told = "Lambda does not have permission to access the ECR image. Check the ECR permissions."
        raise Refused("AccessDeniedException", told, 403)
    named = {"imageDigest": wanted.digest} if wanted.digest else {"imageTag": wanted.tag}
    try:
        account.observer("ecr").describe_images(repositoryName=wanted.repository, imageIds=[named])
    except ClientError:
        raise Refused(INVALID, f"Source image {uri} does not exist. Provide a valid source image.", 400) from None


def _refuse_runtime(runtime: str, since: str, account: Account) -> None:
    if f"{account.clock.now:%Y-%m-%d}" >= since:
        message = (
            f"The runtime parameter of {runtime} is no longer supported for creating or updating AWS Lambda functions. "
            "We recommend you use a supported runtime while creating or updating functions."
        )
        raise Refused(INVALID, message, 400)


def _refuse_role(account: Account, call: Call, role: str, settings: Mapping[str, Any]) -> None:
    if role.split(":")[4] != account.account_id:
        return  # moto refuses it, as passed across accounts
    arn = f"arn:aws:lambda:{call.region}:{account.account_id}:function:{plain(call.params['FunctionName'])}"
    execution_role.refuse_untrusting(account, role, arn)
    _refuse_rights(account, call, role, settings)


def _refuse_rights(account: Account, call: Call, role: str, settings: Mapping[str, Any]) -> None:
    execution_role.refuse_dead_letters(settings)
    execution_role.refuse_powerless(account, call.region, role, settings)


def _there(account: Account, call: Call) -> Mapping[str, Any] | None:
    """The function as it is; None where there is none, which the service says itself."""
    return kept.configuration(account.account_id, call.region, call.params["FunctionName"])
