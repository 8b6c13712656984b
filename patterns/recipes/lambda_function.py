"""LambdaFunction: a function that answers requests, with the role, the log and the alarm it needs and nothing else.

Not modelled: what calls it (an API, a function URL, a schedule), networks, layers, versions and aliases, and keys of
your own for its log and its queue.
https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from awacs import sqs as sqs_actions
from awacs.aws import Statement
from troposphere import AWSObject, GetAtt, Ref, awslambda

from patterns.parameters import Choice, Number, ParameterError, Switch, Text, Texts
from patterns.pattern import Parameter, Pattern
from patterns.recipes._failures import dead_letters, failures_watched
from patterns.recipes._functions import function_role, log_group, source
from patterns.recipes._policies import allowed
from patterns.scope import Exports, Scope

LONGEST_VARIABLES = 4096
"""Characters of all environment variables: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

RUNTIMES = {
    "python3.14": "Python 3.14, until mid 2029",
    "python3.13": "Python 3.13, until mid 2029",
    "python3.12": "Python 3.12, until October 2028",
    "python3.11": "Python 3.11, until mid 2027",
}
"""Runtimes whose end is not near: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"""


class _Logging(awslambda.LoggingConfig):  # type: ignore[misc]
    """The logging settings with the one that troposphere does not know yet."""

    props = {**awslambda.LoggingConfig.props, "LogFormat": (str, True)}


class LambdaFunction(Pattern):
    """A function that answers every request, logs no secret, and keeps what it could not process."""

    title: ClassVar[str] = "What does a function do when something goes wrong?"
    pillar: ClassVar[str] = "Operational excellence"
    minutes: ClassVar[int] = 45
    path: ClassVar[str] = "Run code without servers"

    runtime: Annotated[
        str,
        Parameter(
            Choice(
                label="Runtime", group="Code", options=RUNTIMES,
                help="After its end nobody fixes a runtime's security holes; a newer one costs nothing but a test.",
            )
        ),
    ] = "python3.13"  # fmt: skip
    architecture: Annotated[
        str,
        Parameter(
            Choice(
                label="Architecture", group="Code",
                options={"arm64": "Arm (Graviton)", "x86_64": "x86"},
                help="A second on Arm costs a fifth less; compiled packages must be built for it.",
            )
        ),
    ] = "arm64"  # fmt: skip
    variables: Annotated[
        tuple[str, ...],
        Parameter(
            Texts(
                label="Variables", group="Code", most=10,
                help="Settings for the code. Anyone who may look at the function reads them: no secrets.",
                item=Text(
                    label="Variable", help="", pattern=r"(?!AWS_|LAMBDA_|_)[A-Za-z][A-Za-z0-9_]{1,63}=[ -~]{1,448}",
                    maximum=512, shape="a name that Lambda accepts, an equals sign and a value",
                    examples=("DISCOUNT_PERCENT=10", "STAGE=trial"),
                ),
            )
        ),
    ] = ()  # fmt: skip
    memory_mb: Annotated[
        int,
        Parameter(
            Number(
                label="Memory", group="Size and limits", unit="MB", minimum=128, maximum=10_240,
                help="Paid by the second; the share of a processor grows with it, to a full one at 1,769 MB.",
            )
        ),
    ] = 256  # fmt: skip
    timeout_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="Time-out", group="Size and limits", unit="seconds", minimum=1, maximum=900,
                # https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
                help="A call that hangs is paid for until then; API Gateway gives up after 29 seconds unless told.",
            )
        ),
    ] = 10  # fmt: skip
    reserve: Annotated[
        bool,
        Parameter(
            Switch(
                label="Reserve concurrency", group="Size and limits",
                help="A limit and a guarantee, free of charge; what it takes, the account's other functions lack.",
            )
        ),
    ] = False  # fmt: skip
    reserved_concurrency: Annotated[
        int,
        Parameter(
            Number(
                label="At once", group="Size and limits", unit="calls", minimum=1, maximum=900,
                needs=(("reserve", (True,)),),
                help="One more call is refused with 429. Of the account's 1000, 100 must stay for other functions.",
            )
        ),
    ] = 10  # fmt: skip
    log_retention_days: Annotated[
        str,
        Parameter(
            Choice(
                label="Logs kept", group="Watching",
                options={"7": "7 days", "30": "30 days", "90": "90 days", "365": "a year"},
                help="Stored at $0.03 per GB and month; older lines are gone when an incident is found late.",
            )
        ),
    ] = "30"  # fmt: skip
    log_level: Annotated[
        str,
        Parameter(
            Choice(
                label="Log level", group="Watching",
                options={
                    "DEBUG": "everything", "INFO": "every request", "WARN": "only trouble", "ERROR": "only failures",
                },
                help="Written at $0.50 per GB, often more than the function itself; from WARN on, a 200 is not logged.",
            )
        ),
    ] = "INFO"  # fmt: skip
    tracing: Annotated[
        bool,
        Parameter(
            Switch(
                label="Tracing", group="Watching",
                help="X-Ray samples requests and shows where their time went, for $5 a million traces.",
            )
        ),
    ] = True  # fmt: skip
    dead_letters: Annotated[
        bool,
        Parameter(
            Switch(
                label="Keep failed events", group="Watching",
                help="Events that failed three times go to a queue for 14 days; without it they are lost unseen.",
            )
        ),
    ] = True  # fmt: skip
    alarm: Annotated[
        bool,
        Parameter(
            Switch(
                label="Alarm on failures", group="Watching",
                help="Mails the owner when requests fail, for $0.50 a month; without it your users tell you.",
            )
        ),
    ] = True  # fmt: skip

    def require(self) -> None:
        """Refuse a variable given twice, and more of them than Lambda takes."""
        names = [variable.partition("=")[0] for variable in self.variables]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ParameterError("variables", self.variables, f"gives {twice[0]} twice: give it once")
        if (size := sum(map(len, self.variables))) > LONGEST_VARIABLES:
            limit = f"comes to {size} characters, over Lambda's limit of {LONGEST_VARIABLES}: shorten them"
            raise ParameterError("variables", self.variables, limit)

    def build(self, scope: Scope) -> Exports:
        """The function with its log group and role, and where chosen its queue, and its alarm with the topic."""
        made: dict[str, AWSObject] = {}
        made["log_group"] = log_group(scope, "LogGroup", retention_days=int(self.log_retention_days))
        if self.dead_letters:
            made |= dead_letters(scope)
        made["role"] = function_role(scope, "Role", made["log_group"], _kept(made), traced=self.tracing)
        made["function"] = function = scope.add("Function", awslambda.Function, **self._function(made))
        if self.alarm:
            made |= failures_watched(scope, function, made["log_group"])
        scope.output("FunctionName", Ref(function), "Name of the function.")
        scope.output("FunctionArn", GetAtt(function, "Arn"), "ARN of the function, for what calls it.")
        return Exports(**made)

    def _function(self, made: dict[str, AWSObject]) -> dict[str, Any]:
        attributes: dict[str, Any] = {
            "Description": "Prices an order.",
            "Runtime": self.runtime,
            "Architectures": [self.architecture],
            "Handler": "index.handler",
            "Code": awslambda.Code(ZipFile=source("api_handler")),
            "Role": GetAtt(made["role"], "Arn"),
            "MemorySize": self.memory_mb,
            "Timeout": self.timeout_seconds,
            "LoggingConfig": _Logging(
                LogGroup=Ref(made["log_group"]), LogFormat="JSON", ApplicationLogLevel=self.log_level
            ),
            "TracingConfig": awslambda.TracingConfig(Mode="Active" if self.tracing else "PassThrough"),
        }
        if self.variables:
            pairs = (variable.partition("=") for variable in self.variables)
            attributes["Environment"] = awslambda.Environment(Variables={name: value for name, _, value in pairs})
        if self.reserve:
            attributes["ReservedConcurrentExecutions"] = self.reserved_concurrency
        if self.dead_letters:
            attributes["DeadLetterConfig"] = awslambda.DeadLetterConfig(TargetArn=GetAtt(made["dead_letters"], "Arn"))
        return attributes


def _kept(made: dict[str, AWSObject]) -> list[Statement]:
    """Leave to send to the queue what failed; nothing where there is no queue."""
    if "dead_letters" not in made:
        return []
    return [allowed("KeepFailedEvents", [sqs_actions.SendMessage], GetAtt(made["dead_letters"], "Arn"))]
