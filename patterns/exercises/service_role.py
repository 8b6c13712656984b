"""The exercises of the role page: what a boundary leaves, a role for anyone's schedules, a function that only reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from patterns.exercises._numbers import compared, forecast
from patterns.exercises._rights import (
    ACCOUNT,
    SERVICES,
    STRANGERS,
    allowed,
    assumed_by_nobody,
    assumed_by_outsiders,
    made,
    may,
    names_of,
    other_services,
    role_arns,
    trusted_services,
)
from patterns.iam.reference import Level
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.authorisation.asking import at, decided
from patterns.trial import Trial, nothing_open

SCHEDULER, LAMBDA = "scheduler.amazonaws.com", "lambda.amazonaws.com"
TABLE = "AWS::DynamoDB::Table"
PUT = "dynamodb:PutItem"
ALL = names_of("dynamodb")
LATER = datetime(2036, 1, 1, tzinfo=UTC)
MOMENTS: tuple[dict[str, Any], ...] = ({}, at(LATER), {"aws:SecureTransport": False})
ITEM = {"id": {"S": "1"}}
EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}
NOTES = """\
  Notes:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Delete
    UpdateReplacePolicy: Delete
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
"""

BOUNDED = f"""\
Resources:
{NOTES}\
  Most:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - {{Effect: Allow, Action: "dynamodb:*", Resource: "*"}}
          - {{Effect: Deny, Action: "dynamodb:DeleteItem", Resource: "*"}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {{Effect: Allow, Principal: {{Service: lambda.amazonaws.com}}, Action: "sts:AssumeRole"}}
      PermissionsBoundary: !Ref Most
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              Effect: Allow
              Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"]
              Resource: !GetAtt Notes.Arn
"""

FOR_ANYONE = f"""\
Resources:
{NOTES}\
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Service: scheduler.amazonaws.com}}
            Action: sts:AssumeRole
      Policies:
        - PolicyName: work
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: dynamodb:*
                Resource: "*"
"""


def _left(trial: Trial) -> str:
    answered = forecast(trial)
    stack = trial.deployed(BOUNDED)
    table, role = stack["Notes"].physical_id, stack["Role"].attribute("Arn")
    return compared(
        answered,
        sum(_does(trial, role, table, call) for call in CALLS),
        too_many="there are fewer: a boundary gives nothing, and what it denies is gone",
        too_few="there are more: what both the policy and the boundary allow",
    )


CALLS: tuple[Callable[[Any, str], Any], ...] = (
    lambda client, table: client.get_item(TableName=table, Key=ITEM),
    lambda client, table: client.put_item(TableName=table, Item=ITEM),
    lambda client, table: client.delete_item(TableName=table, Key=ITEM),
    lambda client, table: client.scan(TableName=table),
)


def _does(trial: Trial, role: str, table: str, call: Callable[[Any, str], Any]) -> bool:
    """Whether a call of the role goes through. Raises any other error than a refusal."""
    from botocore.exceptions import ClientError

    try:
        call(trial.aws.acting_as(role).client("dynamodb"), table)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDeniedException":
            raise
        return False
    return True


def _workers(trial: Trial, action: str, when: datetime | None = None) -> list[tuple[str, str]]:
    """Each role of the answer that may do this to a table of it, with the table's ARN."""
    tables = [table.attribute("Arn") for table in made(trial, TABLE)]
    context = [at(when)] if when else [{}]
    return [(role, table) for role in role_arns(trial) for table in tables if may(trial, role, action, table, context)]


def _puts(trial: Trial) -> str:
    for when in (None, LATER):
        workers = _workers(trial, PUT, when)
        if not workers:
            return "putting an item is refused" + (" in ten years" if when else "")
        if len({table for _, table in workers}) > 1:
            return "it puts items into more than one table"
    return ""


def _only_puts(trial: Trial) -> str:
    return _beyond(trial, {PUT})


def _beyond(trial: Trial, work: set[str]) -> str:
    """What a role of the answer may do in DynamoDB beyond its work, or in any other service but its log and queue."""
    for role in role_arns(trial):
        for table in made(trial, TABLE):
            arn = table.attribute("Arn")
            places = [arn, f"{arn}/index/by-day", f"{arn}/stream/2026", "*"]
            for sentence in allowed(trial, role, [one for one in ALL if one not in work], places, MOMENTS):
                return f"it may {sentence}: leave it its work"
        for sentence in allowed(trial, role, ALL, [f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/payroll"], MOMENTS):
            return f"it may {sentence}: name the one table"
    return ""


def _nothing_else(trial: Trial) -> str:
    if seen := _only_puts(trial):
        return seen
    return next((seen for role in role_arns(trial) if (seen := other_services(trial, role, "dynamodb"))), "")


def _reads(trial: Trial) -> str:
    return "" if _workers(trial, "dynamodb:GetItem") else "reading an item is refused"


def _only_reads(trial: Trial) -> str:
    return _beyond(trial, set(names_of("dynamodb", Level.READ, Level.LIST)))


def _for_us(trial: Trial) -> str:
    ours = [role for role in role_arns(trial) if trusted_services(trial, role, [SCHEDULER])]
    return "" if ours else "the scheduler cannot assume it for a schedule of this account"


def _not_for_others(trial: Trial) -> str:
    for role in role_arns(trial):
        for account in STRANGERS:
            if trusted_services(trial, role, [SCHEDULER], account):
                return f"the scheduler can assume it for a schedule of account {account}"
    return _nobody_but(trial, SCHEDULER)


def _nobody_but(trial: Trial, service: str) -> str:
    """That somebody else than one service may assume a role of the answer."""
    for role in role_arns(trial):
        if others := trusted_services(trial, role, [name for name in SERVICES if name != service]):
            return f"{others[0]} can assume it as well"
        if seen := assumed_by_outsiders(trial, role):
            return seen
        if not assumed_by_nobody(trial, role):
            return "people can assume it as well: its trust policy is to name the service alone"
    return ""


def _for_lambda(trial: Trial) -> str:
    if not any(trusted_services(trial, role, [LAMBDA]) for role in role_arns(trial)):
        return "Lambda cannot assume it"
    return _nobody_but(trial, LAMBDA)


def _bounded(trial: Trial) -> str:
    """Whether the boundary alone would keep the table from a role that may do everything."""
    for role in role_arns(trial):
        for table in made(trial, TABLE):
            widened = {"everything": EVERYTHING}
            if decided(trial.aws, role, "dynamodb:DeleteTable", table.attribute("Arn"), identity=widened).allowed:
                return (
                    "somebody who widens its policy could delete the table: give the role a permissions boundary, "
                    "which leaves that out"
                )
    return ""


EXERCISES = (
    Exercise(
        name="what_a_boundary_leaves",
        kind=Kind.PREDICT,
        question=(
            "A role's policy allows getting, putting and deleting the items of a table. Its boundary allows everything "
            "in DynamoDB, and denies deleting items. The role gets, puts, deletes and scans: how many of the four "
            "calls are allowed?"
        ),
        conditions=(Condition("as many calls are allowed as you said", _left),),
        hints=(
            "Which of the four does the policy give?",
            "Which of those does the boundary leave?",
        ),
    ),
    Exercise(
        name="a_role_for_anyone_s_schedule",
        kind=Kind.FIX,
        question=(
            "This role is for one schedule of this account, in the group default, which puts one item into one table "
            "every hour, for years. Fix the template so that the scheduler can assume the role for this account and "
            "no other, and nobody else can, and so that the role can do no more than its work."
        ),
        conditions=(
            Condition("the scheduler can assume it for this account", _for_us),
            Condition("and for no other, and nobody else can", _not_for_others),
            Condition("it puts an item", _puts),
            Condition("and does nothing else, in no other table either", _nothing_else),
        ),
        hints=(
            "The scheduler says for whom it works, in `aws:SourceAccount`.",
            "One action, and the ARN of one table: `!GetAtt Notes.Arn`.",
        ),
        start=FOR_ANYONE,
    ),
    Exercise(
        name="a_function_that_only_reads",
        kind=Kind.BUILD,
        question=(
            "Build, with the recipe or by hand, a role for a Lambda function, and for nobody else, that reads the "
            "items of one table, writes none, and reaches no other table. Whatever policies somebody gives the role "
            "later, it must still not be able to delete the table. No finding is open."
        ),
        conditions=(
            Condition("Lambda can assume it, and nobody else", _for_lambda),
            Condition("it reads an item", _reads),
            Condition("it writes and deletes none, and reaches no other table", _only_reads),
            Condition("it cannot delete the table, whatever policies it gets", _bounded),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which parameter of the recipe says what it may do with the table?",
            "A boundary is a managed policy, named in `PermissionsBoundary`.",
        ),
    ),
)
