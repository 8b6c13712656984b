"""CircuitBreaker: callers of a failing service are answered at once, and the service is left alone until it recovers.

Not modelled: one circuit for several services, and a limit on how many may call at once.
https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/circuit-breaker.html
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from awacs import awslambda as lambda_actions
from awacs import dynamodb as dynamodb_actions
from troposphere import AWSObject, GetAtt, Ref, cloudwatch, dynamodb, iam, sns, stepfunctions

from patterns.parameters import Choice, Number, ParameterError, Switch
from patterns.pattern import Parameter, Pattern
from patterns.recipes import _breaker
from patterns.recipes._functions import function
from patterns.recipes._policies import allowed, policy, trusted
from patterns.scope import Exports, Scope

SERVICE = "price-list"
"""The circuit's name in the table."""


class CircuitBreaker(Pattern):
    """A workflow that calls a service, stops calling it while it is down, and finds out on its own when it is back."""

    title: ClassVar[str] = "How do you stop calling a service that is down?"
    pillar: ClassVar[str] = "Reliability"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Run code without servers"

    breaker: Annotated[
        bool,
        Parameter(
            Switch(
                label="Circuit breaker", group="Breaker",
                help="Adds two function calls to a request; without it every caller waits while the service is down.",
            )
        ),
    ] = True  # fmt: skip
    failure_threshold: Annotated[
        int,
        Parameter(
            Number(
                label="Failures to open", group="Breaker", unit="in a row", minimum=1, maximum=100,
                needs=(("breaker", (True,)),),
                help="A low number cuts off a service that stumbled once; a high one lets more callers wait first.",
            )
        ),
    ] = 3  # fmt: skip
    open_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="Open for", group="Breaker", unit="seconds", minimum=1, maximum=3600,
                needs=(("breaker", (True,)),),
                help="A short time tests a sick service more often; a long one leaves it out after it recovered.",
            )
        ),
    ] = 30  # fmt: skip
    probes: Annotated[
        int,
        Parameter(
            Number(
                label="Probes to close", group="Breaker", unit="calls", minimum=1, maximum=20,
                needs=(("breaker", (True,)),),
                help="How many callers try it, half open, before everybody does; each may wait for a failure.",
            )
        ),
    ] = 1  # fmt: skip
    attempts: Annotated[
        int,
        Parameter(
            Number(
                label="Retries", group="Retries", unit="attempts", minimum=0, maximum=10,
                help="They fix what passes in seconds; a service that is down gets every call that many times more.",
            )
        ),
    ] = 2  # fmt: skip
    interval_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="First interval", group="Retries", unit="seconds", minimum=1, maximum=60,
                help="The wait before the second attempt; the caller waits too.",
            )
        ),
    ] = 1  # fmt: skip
    backoff: Annotated[
        int,
        Parameter(
            Number(
                label="Backoff", group="Retries", unit="times as long", minimum=1, maximum=5,
                help="How much longer each wait is than the one before; 1 keeps knocking at the same pace.",
            )
        ),
    ] = 2  # fmt: skip
    max_delay_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="Longest interval", group="Retries", unit="seconds", minimum=2, maximum=600,
                help="Where the backoff ends; every second of it is a caller's second.",
            )
        ),
    ] = 10  # fmt: skip
    jitter: Annotated[
        bool,
        Parameter(
            Switch(
                label="Jitter", group="Retries",
                help="Waits are random, up to the interval, so that callers do not all come back at once. Free.",
            )
        ),
    ] = True  # fmt: skip
    call_timeout_seconds: Annotated[
        int,
        Parameter(
            Number(
                label="Time-out of a call", group="Retries", unit="seconds", minimum=1, maximum=60,
                help="How long a caller waits for a service that hangs; too short gives up on answers on their way.",
            )
        ),
    ] = 5  # fmt: skip
    fallback: Annotated[
        str,
        Parameter(
            Choice(
                label="Without the service", group="Answer",
                options={"degraded": "a degraded answer", "error": "an error"},
                help="A degraded answer keeps the request going; an error is the caller's to handle.",
            )
        ),
    ] = "degraded"  # fmt: skip
    alarm: Annotated[
        bool,
        Parameter(
            Switch(
                label="Alarm", group="Answer",
                help="Mails the owner when the service fails, for $0.10 a month; degraded answers look like success.",
            )
        ),
    ] = True  # fmt: skip

    def require(self) -> None:
        """Refuse a first wait that is longer than the longest one."""
        if self.max_delay_seconds <= self.interval_seconds:
            limit = f"must be longer than the first interval, {self.interval_seconds} seconds"
            raise ParameterError("max_delay_seconds", self.max_delay_seconds, limit)

    def build(self, scope: Scope) -> Exports:
        """The service, where chosen the circuit with its table, the machine, and the alarm."""
        made = function(
            scope, "Service", "failing_service", MemorySize=256, Timeout=self.call_timeout_seconds,
            variables={"DOWN_FROM": "0", "DOWN_UNTIL": "0", "SLOW_SECONDS": "1"},
        )  # fmt: skip
        if self.breaker:
            made |= self._circuit(scope)
        called = {name: made[name.lower()] for name in ("Service", "Circuit") if name.lower() in made}
        arns = {name: GetAtt(one, "Arn") for name, one in called.items()}
        invoke = allowed("CallFunctions", [lambda_actions.InvokeFunction], *arns.values())
        made["role"] = role = scope.add(
            "Role", iam.Role, AssumeRolePolicyDocument=trusted("states.amazonaws.com"),
            Policies=[iam.Policy(PolicyName="call-the-functions", PolicyDocument=policy(invoke))],
        )  # fmt: skip
        build = _breaker.breaker if self.breaker else _breaker.retries_alone
        made["machine"] = machine = scope.add(
            "Machine", stepfunctions.StateMachine, RoleArn=GetAtt(role, "Arn"),
            Definition=build(self._retry(), self.call_timeout_seconds, self.fallback),
            DefinitionSubstitutions=arns,
            TracingConfiguration=stepfunctions.TracingConfiguration(Enabled=False),
        )  # fmt: skip
        if self.alarm:
            made |= _alarm(scope, made["service"])
        scope.output("MachineArn", Ref(machine), "ARN of the workflow, for `aws stepfunctions start-execution`.")
        scope.output("ServiceName", Ref(made["service"]), "Name of the function that stands in for the service.")
        return Exports(**made)

    def _retry(self) -> dict[str, Any]:
        return {
            "ErrorEquals": _breaker.TRANSIENT,
            "MaxAttempts": self.attempts,
            "IntervalSeconds": self.interval_seconds,
            "BackoffRate": self.backoff,
            "MaxDelaySeconds": self.max_delay_seconds,
            "JitterStrategy": "FULL" if self.jitter else "NONE",
        }

    def _circuit(self, scope: Scope) -> dict[str, AWSObject]:
        table = scope.add(
            "Circuits", dynamodb.Table, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[dynamodb.AttributeDefinition(AttributeName="service", AttributeType="S")],
            KeySchema=[dynamodb.KeySchema(AttributeName="service", KeyType="HASH")],
            # It remembers seconds: a new one starts closed, and learns the same in three calls.
            DeletionPolicy="Delete", UpdateReplacePolicy="Delete",
        )  # fmt: skip
        remember = allowed(
            "Remember", [dynamodb_actions.GetItem, dynamodb_actions.UpdateItem], GetAtt(table, "Arn")
        )  # fmt: skip
        variables = {
            "TABLE": Ref(table), "SERVICE": SERVICE, "FAILURE_THRESHOLD": str(self.failure_threshold),
            "OPEN_SECONDS": str(self.open_seconds), "PROBES": str(self.probes),
        }  # fmt: skip
        asked = function(
            scope, "Circuit", "circuit", variables=variables, may=[remember], MemorySize=256, Timeout=10
        )  # fmt: skip
        return {"table": table, **asked}


def _alarm(scope: Scope, service: AWSObject) -> dict[str, AWSObject]:
    """An alarm on failed calls. Its topic is not encrypted: CloudWatch cannot publish through the AWS managed key.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
    """
    topic = scope.add("AlarmTopic", sns.Topic, DisplayName="Failing service")
    mail = scope.add(
        "AlarmMail", sns.SubscriptionResource, TopicArn=Ref(topic), Protocol="email",
        Endpoint=scope.parameter("OwnerEmail"),
    )  # fmt: skip
    alarm = scope.add(
        "Alarm", cloudwatch.Alarm, AlarmDescription="Calls of the service fail.", Namespace="AWS/Lambda",
        MetricName="Errors", Dimensions=[cloudwatch.MetricDimension(Name="FunctionName", Value=Ref(service))],
        Statistic="Sum", Period=60, EvaluationPeriods=1, Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold", TreatMissingData="notBreaching", AlarmActions=[Ref(topic)],
    )  # fmt: skip
    return {"alarm_topic": topic, "alarm_mail": mail, "alarm": alarm}
