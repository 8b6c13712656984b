"""A function with what every one needs: its code as text, its log, a role that may do what it does. Not a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from awacs import logs as logs_actions
from awacs import xray as xray_actions
from awacs.aws import Statement
from troposphere import AWSObject, GetAtt, Ref, awslambda, iam, logs

from patterns.recipes._policies import allowed, policy, trusted
from patterns.scope import Scope


@cache
def source(name: str) -> str:
    """The text of `patterns/functions/<name>.py`; in a function it is the module `index`."""
    return resources.files("patterns").joinpath("functions", f"{name}.py").read_text(encoding="utf-8")


def function(
    scope: Scope,
    name: str,
    module: str,
    *,
    variables: dict[str, Any] | None = None,
    may: Sequence[Statement] = (),
    **settings: Any,
) -> dict[str, AWSObject]:
    """A traced function called `name` with the code of `module`, its log and its role, which may do `may` besides.

    What it makes is exported as `<name>_log`, `<name>_role` and `<name>`, in lower case.
    """
    surroundings = {"Environment": awslambda.Environment(Variables=variables)} if variables else {}
    log = log_group(scope, f"{name}Log", retention_days=30)
    role = function_role(scope, f"{name}Role", log, may, traced=True)
    made = scope.add(
        name, awslambda.Function, Runtime="python3.13", Architectures=["arm64"], Handler="index.handler",
        Code=awslambda.Code(ZipFile=source(module)), Role=GetAtt(role, "Arn"),
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(log)),
        TracingConfig=awslambda.TracingConfig(Mode="Active"),
        **surroundings, **settings,
    )  # fmt: skip
    key = name.lower()
    return {f"{key}_log": log, f"{key}_role": role, key: made}


def log_group(scope: Scope, title: str, *, retention_days: int) -> AWSObject:
    """A function's log, which outlives its stack."""
    return scope.add(
        title, logs.LogGroup, RetentionInDays=retention_days,
        DeletionPolicy="RetainExceptOnCreate", UpdateReplacePolicy="Retain",
    )  # fmt: skip


def function_role(scope: Scope, title: str, log: AWSObject, may: Sequence[Statement], *, traced: bool) -> AWSObject:
    """The role of a function: it may write to that log, hand in traces if it is traced, and do `may`.

    The log group is the stack's, so that the role need not be allowed to make one.
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    """
    statements = [allowed("WriteLog", [logs_actions.CreateLogStream, logs_actions.PutLogEvents], GetAtt(log, "Arn"))]
    if traced:
        # Traces have no ARN: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
        trace = [xray_actions.PutTraceSegments, xray_actions.PutTelemetryRecords]
        statements.append(allowed("HandInTraces", trace, "*"))
    document = policy(*statements, *may)
    return scope.add(
        title, iam.Role, AssumeRolePolicyDocument=trusted("lambda.amazonaws.com"),
        Policies=[iam.Policy(PolicyName="what-the-function-does", PolicyDocument=document)],
    )  # fmt: skip
