"""What Lambda refuses of a function's settings as they stand in the call. Not what depends on the account.

https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
Messages are those that users report: ranges as in github.com/covidatlas/li/pull/575, memory as in
github.com/awslabs/genai-bedrock-agent-chatbot/issues/4, reserved keys as in github.com/aws/aws-cdk/pull/28048.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Refusal
from patterns.refusals.aws_lambda.runtimes import RUNTIMES

INVALID = "InvalidParameterValueException"
VALIDATION = "ValidationException"

LONGEST_TIMEOUT_SECONDS = 900
MEMORY_MB = (128, 10_240)
STORAGE_MB = (512, 10_240)
MOST_LAYERS = 5
MOST_VARIABLES_BYTES = 4096

RESERVED = frozenset(
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_LAMBDA_RUNTIME_API", "AWS_REGION", "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT",
    }
)  # fmt: skip
"""https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime"""

VARIABLE = re.compile(r"[a-zA-Z]([a-zA-Z0-9_])+")
HANDLER = re.compile(r"[^\s]+")
ROLE = re.compile(r"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+")
NAME = re.compile(
    r"(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_]+)"
    r"(:(\$LATEST|[a-zA-Z0-9-_]+))?"
)
LONGEST_NAME = 64


def wrong_runtime(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a runtime, and the number of layers."""
    runtime = asked.get("Runtime")
    if runtime is not None and runtime not in RUNTIMES:
        known = ", ".join(sorted(RUNTIMES))
        yield (
            INVALID,
            f"Value {runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{known}] "
            "or be a valid ARN",
        )
    snap = (asked.get("SnapStart") or {}).get("ApplyOn")
    if (
        snap not in (None, "None")
        and runtime is not None
        and runtime in RUNTIMES
        and not _starts_from_snapshots(runtime)
    ):
        yield INVALID, f"{runtime} is not supported for SnapStart enabled functions."
    if len(asked.get("Layers") or ()) > MOST_LAYERS:
        yield INVALID, f"Cannot reference more than {MOST_LAYERS} layers."


def _starts_from_snapshots(runtime: str) -> bool:
    """https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html: Java from 11, Python from 3.12, .NET from 8."""
    language, numbers = re.fullmatch(r"([a-z]+)([\d.]*).*", runtime, re.DOTALL).groups()  # type: ignore[union-attr]
    least = {"java": (11,), "python": (3, 12), "dotnet": (8,)}.get(language)
    version = tuple(int(part) for part in numbers.split(".") if part)
    return least is not None and version >= least


def wrong_logging(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Levels are of logs in JSON; in our words.

    https://docs.aws.amazon.com/lambda/latest/api/API_LoggingConfig.html
    """
    wanted = asked.get("LoggingConfig") or {}
    levels = [name for name in ("ApplicationLogLevel", "SystemLogLevel") if wanted.get(name) is not None]
    if levels and wanted.get("LogFormat", "Text") != "JSON":
        yield INVALID, f"{levels[0]} can only be set when LogFormat is JSON."


def wrong_texts(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with how the handler and the role are written."""
    for name, field, pattern in (("Handler", "handler", HANDLER), ("Role", "role", ROLE)):
        if name in asked and not pattern.fullmatch(str(asked[name])):
            said = f"Member must satisfy regular expression pattern: {pattern.pattern}"
            yield VALIDATION, _broken(asked[name], field, said)


def wrong_name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What no function can be called, neither a new one nor one that something is made for."""
    name = asked.get("FunctionName")
    if name is None:
        return
    plain = name.rpartition(":")[2] if ":function:" in name else name
    if not NAME.fullmatch(name):
        said = f"Member must satisfy regular expression pattern: {NAME.pattern}"
        yield VALIDATION, _broken(name, "functionName", said)
    if len(plain) > LONGEST_NAME:
        said = f"Member must have length less than or equal to {LONGEST_NAME}"
        yield VALIDATION, _broken(name, "functionName", said)


def wrong_numbers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with time-out, memory and storage."""
    timeout, memory = asked.get("Timeout"), asked.get("MemorySize")
    if timeout is not None and int(timeout) > LONGEST_TIMEOUT_SECONDS:
        said = f"Member must have value less than or equal to {LONGEST_TIMEOUT_SECONDS}"
        yield VALIDATION, _broken(timeout, "timeout", said)
    if memory is not None and (beyond := _beyond(int(memory), *MEMORY_MB)):
        yield VALIDATION, f"'MemorySize' value failed to satisfy constraint: {beyond}"
    storage = (asked.get("EphemeralStorage") or {}).get("Size")
    if storage is not None and (beyond := _beyond(int(storage), *STORAGE_MB)):
        yield VALIDATION, _broken(storage, "ephemeralStorage.size", beyond)


def _beyond(value: int, least: int, most: int) -> str | None:
    if value > most:
        return f"Member must have value less than or equal to {most}"
    return f"Member must have value greater than or equal to {least}" if value < least else None


def wrong_variables(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the environment variables."""
    variables: Mapping[str, Any] = (asked.get("Environment") or {}).get("Variables") or {}
    cannot = (
        "Lambda was unable to configure your environment variables because the environment variables you have provided"
    )
    if taken := [name for name in variables if name in RESERVED]:
        yield (
            INVALID,
            f"{cannot} contains reserved keys that are currently not supported for modification. "
            f"Reserved keys used in this request: {', '.join(taken)}",
        )
    if [name for name in variables if not VARIABLE.fullmatch(name)]:
        shown = ", ".join(f"{name}={value}" for name, value in variables.items())
        said = f"Map keys must satisfy constraint: [Member must satisfy regular expression pattern: {VARIABLE.pattern}]"
        yield VALIDATION, _broken(f"{{{shown}}}", "environment.variables", said)
    # Lambda measures the variables as JSON.
    measured = json.dumps(dict(variables), separators=(",", ":"), ensure_ascii=False)
    if len(measured.encode()) > MOST_VARIABLES_BYTES:
        yield INVALID, f"{cannot} exceeded the 4KB limit. String measured: {measured}"


def _broken(value: Any, field: str, constraint: str) -> str:
    return f"1 validation error detected: Value '{value}' at '{field}' failed to satisfy constraint: {constraint}"
