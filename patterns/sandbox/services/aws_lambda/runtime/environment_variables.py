"""The environment variables of a function's process: its own, those that Lambda defines, and its role's keys."""

from __future__ import annotations

from patterns.sandbox.core.account import Account
from patterns.sandbox.services.aws_lambda.runtime.function import Function


def variables(account: Account, function: Function, stream: str) -> dict[str, str]:
    """Its own, and those of https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html."""
    defined = {
        "AWS_REGION": account.region,
        "AWS_DEFAULT_REGION": account.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": function.version,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_LAMBDA_LOG_FORMAT": function.log_format,
        "AWS_EC2_METADATA_DISABLED": "true",
        "LAMBDA_TASK_ROOT": "/var/task",
        "LAMBDA_RUNTIME_DIR": "/var/runtime",
        "_HANDLER": function.handler,
    }
    if function.log_level:
        defined["AWS_LAMBDA_LOG_LEVEL"] = function.log_level
    return {**function.variables, **defined, **_role_credentials(account, function)}


def _role_credentials(account: Account, function: Function) -> dict[str, str]:
    """Keys of the function's role, as `sts:AssumeRole` gives them to the service."""
    sts = account.observer("sts")
    given = sts.assume_role(RoleArn=function.role, RoleSessionName=function.name.ljust(2, "_"))["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": given["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": given["SecretAccessKey"],
        "AWS_SESSION_TOKEN": given["SessionToken"],
    }
