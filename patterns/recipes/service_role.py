"""ServiceRole: a role that one service takes on, the table it works with, and a boundary that no policy goes beyond.

Not modelled: what starts the work (a task of ECS, a schedule), and who may hand the role to a service (iam:PassRole).
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from awacs import logs as logs_actions
from awacs import sqs as sqs_actions
from awacs import sts as sts_actions
from awacs import xray as xray_actions
from awacs.aws import Action, Allow, Condition, Principal, Statement, StringEquals
from troposphere import AWSObject, GetAtt, Ref, Sub, awslambda, dynamodb, iam

from patterns.parameters import Choice, Number, Switch, Text
from patterns.pattern import Parameter, Pattern
from patterns.recipes._failures import dead_letters
from patterns.recipes._functions import log_group, source
from patterns.recipes._policies import allowed, policy
from patterns.scope import Exports, Scope

LAMBDA = "lambda.amazonaws.com"
SAY_FOR_WHOM = ("ecs-tasks.amazonaws.com", "scheduler.amazonaws.com")
"""Services documented to send aws:SourceAccount when they take a role; Lambda is not among them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
"""

READ, WRITE, DELETE = ("GetItem", "Query"), ("PutItem", "UpdateItem"), ("DeleteItem",)
TABLE_ACTIONS = {
    "read": READ,
    "write": READ + WRITE,
    "delete": READ + WRITE + DELETE,
}
BASIC = "AWSLambdaBasicExecutionRole"


class ServiceRole(Pattern):
    """A role for one service and one table, with a ceiling that no policy of its own can raise."""

    title: ClassVar[str] = "Who may become this role, and what can it do at most?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 40
    path: ClassVar[str] = "Decide who may"
    after: ClassVar[tuple[str, ...]] = ("least_privilege_policy",)

    service: Annotated[
        Literal["lambda.amazonaws.com", "ecs-tasks.amazonaws.com", "scheduler.amazonaws.com"],
        Parameter(
            Choice(
                label="Service", group="Who",
                options={"lambda.amazonaws.com": "Lambda, with a function", "ecs-tasks.amazonaws.com": "ECS tasks",
                         "scheduler.amazonaws.com": "EventBridge Scheduler"},
                help="One service for each role: two would share every right that either needs.",
            )
        ),
    ] = "lambda.amazonaws.com"  # fmt: skip
    this_account_only: Annotated[
        bool,
        Parameter(
            Switch(
                label="For this account only", group="Who", needs=(("service", SAY_FOR_WHOM),),
                help="Without it, another account may have the service work with your role: the confused deputy.",
            )
        ),
    ] = True  # fmt: skip
    session_hours: Annotated[
        int,
        Parameter(
            Number(
                label="Session", group="Who", unit="hours", minimum=1, maximum=12,
                help="The longest session that anyone can ask STS for; services have limits of their own.",
            )
        ),
    ] = 1  # fmt: skip
    path_prefix: Annotated[
        str,
        Parameter(
            Text(
                label="Path", group="Who", maximum=64, pattern=r"/([A-Za-z0-9_.-]+/)*",
                help="Lets other policies name all such roles, as in iam:PassRole on role/services/*; costs nothing.",
                shape="slashes at both ends", examples=("/services/", "/", "/team/services/"),
            )
        ),
    ] = "/services/"  # fmt: skip
    table_access: Annotated[
        Literal["read", "write", "delete"],
        Parameter(
            Choice(
                label="On the table", group="What",
                options={"read": "read items", "write": "read and write items", "delete": "read, write and delete"},
                help="Each step lets a mistake in the code destroy more; none reaches the table itself.",
            )
        ),
    ] = "write"  # fmt: skip
    managed_policy: Annotated[
        Literal["none", "AWSLambdaBasicExecutionRole"],
        Parameter(
            Choice(
                label="AWS's policy", group="What", needs=(("service", (LAMBDA,)),),
                options={"none": "none: its own log only", BASIC: "basic execution: every log"},
                help="Maintained by AWS and well known; allows writing to every log of the account, and new ones.",
            )
        ),
    ] = "none"  # fmt: skip
    boundary: Annotated[
        bool,
        Parameter(
            Switch(
                label="Boundary", group="What",
                help="A second policy that only limits: widening the first one gives no more than this.",
            )
        ),
    ] = True  # fmt: skip

    def build(self, scope: Scope) -> Exports:
        """The table, for Lambda its log and its queue, where chosen the boundary, the role, for Lambda the function."""
        made = {"table": _table(scope)}
        if self.service == LAMBDA:
            made["log_group"] = log_group(scope, "LogGroup", retention_days=30)
            made |= dead_letters(scope)
        if self.boundary:
            made["boundary"] = scope.add(
                "Boundary", iam.ManagedPolicy, Description="What the service may do at most, whatever is attached.",
                Path=self.path_prefix, PolicyDocument=policy(*_at_most(made)),
            )  # fmt: skip
        made["role"] = role = scope.add("Role", iam.Role, **self._role(made))
        if self.service == LAMBDA:
            made["function"] = _function(scope, made)
            scope.output("FunctionName", Ref(made["function"]), "Name of the function that has the role.")
        scope.output("RoleArn", GetAtt(role, "Arn"), "ARN of the role, for the service that assumes it.")
        return Exports(**made)

    def _role(self, made: dict[str, AWSObject]) -> dict[str, Any]:
        attributes: dict[str, Any] = {
            "Description": "What one service may do with one table.",
            "Path": self.path_prefix,
            "AssumeRolePolicyDocument": policy(self._trust()),
            "MaxSessionDuration": self.session_hours * 3600,
            "Policies": [iam.Policy(PolicyName="what-the-service-does", PolicyDocument=policy(*self._may(made)))],
        }
        if self.boundary:
            attributes["PermissionsBoundary"] = Ref(made["boundary"])
        if self.service == LAMBDA and self.managed_policy == BASIC:
            attributes["ManagedPolicyArns"] = [Sub(f"arn:${{AWS::Partition}}:iam::aws:policy/service-role/{BASIC}")]
        return attributes

    def _trust(self) -> Statement:
        limits = {}
        if self.service in SAY_FOR_WHOM and self.this_account_only:
            limits["Condition"] = Condition(StringEquals({"aws:SourceAccount": Ref("AWS::AccountId")}))
        who = Principal("Service", self.service)
        return Statement(Effect=Allow, Principal=who, Action=[sts_actions.AssumeRole], **limits)

    def _may(self, made: dict[str, AWSObject]) -> Iterator[Statement]:
        actions = [Action("dynamodb", name) for name in TABLE_ACTIONS[self.table_access]]
        yield allowed("UseTable", actions, GetAtt(made["table"], "Arn"))
        if self.service == LAMBDA:
            if self.managed_policy == "none":
                yield _writes_log(made["log_group"])
            yield from _watched(made)


def _at_most(made: dict[str, AWSObject]) -> Iterator[Statement]:
    """The boundary: items of this stack's tables, and for a function its log and its traces."""
    tables = Sub("arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${AWS::StackName}-*")
    yield allowed("ItemsOfThisStack", [Action("dynamodb", name) for name in READ + WRITE], tables)
    if "log_group" in made:
        yield _writes_log(made["log_group"])
        yield from _watched(made)


def _writes_log(log: AWSObject) -> Statement:
    return allowed("WriteLog", [logs_actions.CreateLogStream, logs_actions.PutLogEvents], GetAtt(log, "Arn"))


def _watched(made: dict[str, AWSObject]) -> Iterator[Statement]:
    """Leave to hand in traces, which have no ARN, and to send away the events that failed.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    """
    yield allowed("HandInTraces", [xray_actions.PutTraceSegments, xray_actions.PutTelemetryRecords], "*")
    yield allowed("KeepFailedEvents", [sqs_actions.SendMessage], GetAtt(made["dead_letters"], "Arn"))


def _table(scope: Scope) -> AWSObject:
    return scope.add(
        "Table", dynamodb.Table, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[dynamodb.AttributeDefinition(AttributeName="id", AttributeType="S")],
        KeySchema=[dynamodb.KeySchema(AttributeName="id", KeyType="HASH")],
        # It is here to be asked for, and holds nothing that anybody would miss.
        DeletionPolicy="Delete", UpdateReplacePolicy="Delete",
    )  # fmt: skip


def _function(scope: Scope, made: dict[str, AWSObject]) -> AWSObject:
    return scope.add(
        "Function", awslambda.Function, Description="Keeps notes in the table.", Runtime="python3.13",
        Architectures=["arm64"], Handler="index.handler", MemorySize=256, Timeout=10,
        Code=awslambda.Code(ZipFile=source("note_keeper")), Role=GetAtt(made["role"], "Arn"),
        Environment=awslambda.Environment(Variables={"TABLE": Ref(made["table"])}),
        LoggingConfig=awslambda.LoggingConfig(LogGroup=Ref(made["log_group"])),
        TracingConfig=awslambda.TracingConfig(Mode="Active"),
        DeadLetterConfig=awslambda.DeadLetterConfig(TargetArn=GetAtt(made["dead_letters"], "Arn")),
    )  # fmt: skip
