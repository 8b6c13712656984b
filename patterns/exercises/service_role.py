"""The exercises of the role page: what a boundary leaves, a role for anyone's schedules, a function that only reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from patterns.exercises._numbers import compared, forecast
from patterns.exercises._one_table import LATER, TABLE, beyond, kept_from_deleting
from patterns.exercises._people import STRANGERS, nobody_but, trusted_services, working_for
from patterns.exercises._rights import ACCOUNT, made, may, names_of, other_services, role_arns
from patterns.iam.reference import Level
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.authorisation.asking import at
from patterns.trial import Trial, nothing_open

SCHEDULER, LAMBDA = "scheduler.amazonaws.com", "lambda.amazonaws.com"
PUT = "dynamodb:PutItem"
ITEM = {"id": {"S": "1"}}
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
    return beyond(trial, {PUT})


def _nothing_else(trial: Trial) -> str:
    if seen := _only_puts(trial):
        return seen
    return next((seen for role in role_arns(trial) if (seen := other_services(trial, role, "dynamodb"))), "")


def _reads(trial: Trial) -> str:
    return "" if _workers(trial, "dynamodb:GetItem") else "reading an item is refused"


def _only_reads(trial: Trial) -> str:
    return beyond(trial, set(names_of("dynamodb", Level.READ, Level.LIST)))


def _for_us(trial: Trial) -> str:
    ours = [role for role in role_arns(trial) if trusted_services(trial, role, [SCHEDULER])]
    if not ours:
        return "the scheduler cannot assume it for a schedule of this account"
    later = [{**context, **at(LATER)} for context in working_for(SCHEDULER, ACCOUNT)]
    if not any(may(trial, SCHEDULER, "sts:AssumeRole", role, later) for role in ours):
        return "in ten years the scheduler cannot assume it any more: let its trust not end"
    return ""


def _not_for_others(trial: Trial) -> str:
    for role in role_arns(trial):
        for account in STRANGERS:
            if trusted_services(trial, role, [SCHEDULER], account):
                return f"the scheduler can assume it for a schedule of account {account}"
    return nobody_but(trial, SCHEDULER)


def _for_lambda(trial: Trial) -> str:
    if not any(trusted_services(trial, role, [LAMBDA]) for role in role_arns(trial)):
        return "Lambda cannot assume it"
    return nobody_but(trial, LAMBDA)


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
            Condition("it cannot delete the table, whatever policies it gets", kept_from_deleting),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which parameter of the recipe says what it may do with the table?",
            "A boundary is a managed policy, named in `PermissionsBoundary`.",
        ),
    ),
)
