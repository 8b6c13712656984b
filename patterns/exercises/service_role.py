"""The exercises of the role page: what a boundary leaves, a role for anyone's schedules, a function that only reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.analysis.permissions import Holder, permissions
from patterns.iam import Policies, Request, evaluate
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, first, nothing_open

ACCOUNT, STRANGER = "123456789012", "999988887777"
TABLE = "AWS::DynamoDB::Table"
ROLE = "AWS::IAM::Role"
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
        Statement: {{Effect: Allow, Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"], Resource: "*"}}
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
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    stack = trial.deployed(BOUNDED)
    table, role = stack["Notes"].physical_id, stack["Role"].attribute("Arn")
    counted = sum(_does(trial, role, table, call) for call in CALLS)
    if trial.answer > counted:
        return "there are fewer: a boundary gives nothing, and what it leaves out is gone"
    return "there are more: what both the policy and the boundary allow" if trial.answer < counted else ""


CALLS: tuple[Callable[[Any, str], Any], ...] = (
    lambda client, table: client.get_item(TableName=table, Key=ITEM),
    lambda client, table: client.put_item(TableName=table, Item=ITEM),
    lambda client, table: client.delete_item(TableName=table, Key=ITEM),
    lambda client, table: client.scan(TableName=table),
)
GET, PUT, DELETE, SCAN = CALLS


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


def _tries(trial: Trial, call: Callable[[Any, str], Any]) -> bool:
    """Whether the answer's first role may make a call on its first table."""
    table = trial.stack[first(trial, TABLE)].physical_id
    return _does(trial, trial.stack[first(trial, ROLE)].attribute("Arn"), table, call)


def _puts(trial: Trial) -> str:
    return "" if _tries(trial, PUT) else "putting an item is refused"


def _deletes_nothing(trial: Trial) -> str:
    return "it deletes an item" if _tries(trial, DELETE) else ""


def _reads(trial: Trial) -> str:
    return "" if _tries(trial, GET) else "reading an item is refused"


def _writes_nothing(trial: Trial) -> str:
    if _tries(trial, PUT):
        return "it puts an item"
    return _deletes_nothing(trial)


def _no_other_table(trial: Trial) -> str:
    role = trial.stack[first(trial, ROLE)].attribute("Arn")
    other = trial.deployed(f"Resources:\n{NOTES}")["Notes"].physical_id
    return "it puts an item into another stack's table" if _does(trial, role, other, PUT) else ""


def _acts_for(trial: Trial, service: str, account: str) -> bool:
    """What the trust policy of the answer's first role says to a service that works for an account."""
    role = trial.stack[first(trial, ROLE)]
    source = {"aws:SourceAccount": account, "aws:SourceArn": f"arn:aws:scheduler:us-east-1:{account}:schedule-group/a"}
    request = Request(service, "sts:AssumeRole", role.attribute("Arn"), ACCOUNT, source)
    return evaluate(request, Policies(resource=role.actual["AssumeRolePolicyDocument"])).allowed


def _for_us(trial: Trial) -> str:
    ours = _acts_for(trial, "scheduler.amazonaws.com", ACCOUNT)
    return "" if ours else "the scheduler cannot assume it for a schedule of this account"


def _not_for_others(trial: Trial) -> str:
    theirs = _acts_for(trial, "scheduler.amazonaws.com", STRANGER)
    return f"the scheduler can assume it for a schedule of account {STRANGER}" if theirs else ""


def _for_lambda(trial: Trial) -> str:
    return "" if _acts_for(trial, "lambda.amazonaws.com", ACCOUNT) else "Lambda cannot assume it"


def _holder(trial: Trial) -> Holder:
    found = permissions(trial.resolved).holder(first(trial, ROLE))
    if found is None:
        raise ValueError("it has no role")
    return found


def _bounded(trial: Trial) -> str:
    """Whether the boundary alone would keep the table from a role that may do everything."""
    boundary = _holder(trial).boundary
    if boundary is None:
        return "the role has no boundary in the template"
    role, table = trial.stack[first(trial, ROLE)], trial.stack[first(trial, TABLE)]
    request = Request(role.attribute("Arn"), "dynamodb:DeleteTable", table.attribute("Arn"))
    limit = trial.stack[_boundary_name(trial)].actual["PolicyDocument"]
    freed = evaluate(request, Policies(identity={"everything": EVERYTHING}, boundary=limit)).allowed
    return "somebody who widens its policy could delete the table" if freed else ""


def _boundary_name(trial: Trial) -> str:
    """The logical id of the managed policy that bounds the answer's first role."""
    named = trial.stack[first(trial, ROLE)].actual["PermissionsBoundary"]
    policies = [
        resource.logical_id
        for resource in trial.resolved.resources.values()
        if resource.type == "AWS::IAM::ManagedPolicy"
    ]
    return next(name for name in policies if trial.stack[name].physical_id == named)


EXERCISES = (
    Exercise(
        name="what_a_boundary_leaves",
        kind=Kind.PREDICT,
        question=(
            "A role's policy allows getting, putting and deleting the items of a table. Its boundary allows getting, "
            "putting and scanning the items of every table. The role gets, puts, deletes and scans: how many of the "
            "four calls are allowed?"
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
            "This role is for one schedule of this account, which puts one item into one table every hour. Fix the "
            "template so that the scheduler can assume the role for this account and no other, and so that the role "
            "can do no more than its work."
        ),
        conditions=(
            Condition("the scheduler can assume it for this account", _for_us),
            Condition("and for no other", _not_for_others),
            Condition("it puts an item", _puts),
            Condition("it deletes none", _deletes_nothing),
            Condition("and reaches no other table", _no_other_table),
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
            "Build, with the recipe or by hand, a role for a Lambda function that reads the items of a table and "
            "writes none. Anyone who widens its policy later must still not be able to delete the table. No finding is "
            "open."
        ),
        conditions=(
            Condition("Lambda can assume it", _for_lambda),
            Condition("it reads an item", _reads),
            Condition("it writes and deletes none", _writes_nothing),
            Condition("its boundary protects the table from any policy", _bounded),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which parameter of the recipe says what it may do with the table?",
            "A boundary is a managed policy, named in `PermissionsBoundary`.",
        ),
    ),
)
