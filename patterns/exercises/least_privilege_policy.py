"""The exercises of the policy page: what a condition does to each action, a grant that gives nothing, one that ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.analysis.permissions import permissions
from patterns.question import Condition, Exercise, Kind
from patterns.template.properties import at
from patterns.trial import Trial, first, nothing_open

DROP = "arn:aws:s3:::partner-drop"
DURING, AFTER = "2027-12-31T12:00:00Z", "2028-01-01T00:00:00Z"

CONDITIONED = """\
Resources:
  Store:
    Type: AWS::S3::Bucket
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: encrypted
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Effect: Allow
                Action: [s3:GetObject, s3:PutObject]
                Resource: !Sub "${Store.Arn}/reports/*"
                Condition: {StringEquals: {"s3:x-amz-server-side-encryption": AES256}}
"""
"""A policy whose one condition meets an action that carries its key, and one that never does."""

NOTHING_GRANTED = """\
Resources:
  Store:
    Type: AWS::S3::Bucket
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement: {Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: sts:AssumeRole}
      Policies:
        - PolicyName: reports
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: ReadReports
                Effect: Allow
                Action: [s3:GetObject, s3:ListBucket]
                Resource: !Sub "${Store.Arn}/reports/*"
                Condition: {StringLike: {"s3:prefix": "reports/*"}}
"""


def _allowed_calls(trial: Trial) -> str:
    if not isinstance(trial.answer, int) or isinstance(trial.answer, bool):
        return "give a whole number"
    stack = trial.deployed(CONDITIONED)
    there = {"Bucket": stack["Store"].physical_id, "Key": "reports/a.csv"}
    trial.aws.administrator("s3").put_object(**there, Body=b"a")
    s3 = trial.aws.acting_as(stack["Role"].attribute("Arn")).client("s3")
    headers: tuple[dict[str, str], ...] = (
        {}, {"ServerSideEncryption": "AES256"}, {"ServerSideEncryption": "aws:kms"}
    )  # fmt: skip
    allowed = int(_is_allowed(s3.get_object, there))
    allowed += sum(_is_allowed(s3.put_object, {**there, "Body": b"b", **header}) for header in headers)
    if trial.answer > allowed:
        return "there are fewer: a header that the request does not carry equals nothing"
    return "there are more: one of the puts says exactly what is asked for" if trial.answer < allowed else ""


def _is_allowed(call: Any, arguments: Mapping[str, Any]) -> bool:
    """Whether a call goes through. Raises any other error than a refusal."""
    from botocore.exceptions import ClientError

    try:
        call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] != "AccessDenied":
            raise
        return False
    return True


def _reads_reports(trial: Trial) -> str:
    return "" if _may(trial, "get_object", Key="reports/a.csv") else _why(trial)


def _lists_reports(trial: Trial) -> str:
    return "" if _may(trial, "list_objects_v2", Prefix="reports/") else _why(trial)


def _nothing_beside(trial: Trial) -> str:
    if _may(trial, "get_object", Key="salaries/a.csv"):
        return "it reads salaries/a.csv"
    return "it lists salaries/" if _may(trial, "list_objects_v2", Prefix="salaries/") else ""


def _no_change(trial: Trial) -> str:
    if _may(trial, "delete_object", Key="reports/b.csv"):
        return "it deletes reports/b.csv"
    return "it overwrites reports/a.csv" if _may(trial, "put_object", Key="reports/a.csv", Body=b"b") else ""


def _may(trial: Trial, operation: str, **arguments: Any) -> bool:
    """Whether the answer's first role may do this to its first bucket, which holds a few objects."""
    bucket = trial.stack[_bucket(trial)].physical_id
    administrator = trial.aws.administrator("s3")
    for key in ("reports/a.csv", "reports/b.csv", "salaries/a.csv"):
        administrator.put_object(Bucket=bucket, Key=key, Body=b"a")
    role = trial.stack[first(trial, "AWS::IAM::Role")].attribute("Arn")
    call = getattr(trial.aws.acting_as(role).client("s3"), operation)
    return _is_allowed(call, {"Bucket": bucket, **arguments})


def _bucket(trial: Trial) -> str:
    """The bucket that holds the data: the first that logs to another one, else the first."""
    buckets = [resource for resource in trial.resolved.resources.values() if resource.type == "AWS::S3::Bucket"]
    data = [bucket.logical_id for bucket in buckets if at(bucket.properties, "LoggingConfiguration")]
    return data[0] if data else first(trial, "AWS::S3::Bucket")


def _why(trial: Trial) -> str:
    """What the statement that comes nearest wants, of the refusal just now."""
    decision = trial.aws.denials[-1].decision
    near = [str(reason.mismatch) for reason in decision.reasons if reason.mismatch]
    return f"it is refused {decision.request.action}" + (f": {near[0]}" if near else "")


def _puts(trial: Trial) -> str:
    return "" if _asks(trial, "s3:PutObject", "incoming/a.csv") else "a put into incoming/ is refused in 2027"


def _ends(trial: Trial) -> str:
    late = _asks(trial, "s3:PutObject", "incoming/a.csv", when=AFTER)
    return "it still puts when 2028 begins" if late else ""


def _only_puts(trial: Trial) -> str:
    for action in ("s3:GetObject", "s3:DeleteObject"):
        if _asks(trial, action, "incoming/a.csv"):
            return f"it may {action} too"
    return "it also puts outside incoming/" if _asks(trial, "s3:PutObject", "a.csv") else ""


def _only_tls(trial: Trial) -> str:
    return "it also puts over plain HTTP" if _asks(trial, "s3:PutObject", "incoming/a.csv", tls=False) else ""


def _asks(trial: Trial, action: str, key: str, *, when: str = DURING, tls: bool = True) -> bool:
    """What the policies of the answer's first role say to a request at a time."""
    found = permissions(trial.resolved)
    role = found.holder(first(trial, "AWS::IAM::Role"))
    if role is None:
        raise ValueError("it has no role")
    context = {"aws:CurrentTime": when, "aws:SecureTransport": tls}
    return found.ask(role, action, f"{DROP}/{key}", context).allowed


EXERCISES = (
    Exercise(
        name="one_condition_for_two_actions",
        kind=Kind.PREDICT,
        question=(
            "One statement allows s3:GetObject and s3:PutObject on a folder, under the condition StringEquals "
            "s3:x-amz-server-side-encryption AES256. A role with this policy makes four calls in the folder: it reads "
            "an object, puts one without a header for encryption, puts one with AES256, and puts one with aws:kms. How "
            "many of the four are allowed?"
        ),
        conditions=(Condition("as many calls are allowed as you said", _allowed_calls),),
        hints=(
            "The header is part of the request: does a GET have it?",
            "S3 encrypting by default changes nothing about what the request says.",
        ),
    ),
    Exercise(
        name="a_grant_that_gives_nothing",
        kind=Kind.FIX,
        question=(
            "This role should list and read the reports. It can do neither. Fix its policy so that it can, without "
            "letting it list or read anything else, or change anything."
        ),
        conditions=(
            Condition("it reads an object under reports/", _reads_reports),
            Condition("it lists reports/", _lists_reports),
            Condition("it lists and reads nothing outside reports/", _nothing_beside),
            Condition("it changes nothing", _no_change),
        ),
        hints=(
            "Listing applies to the bucket, reading to its objects.",
            "`s3:prefix` is in the request for a listing, and in no other.",
            "Two statements: one for each action, each with its own resource and condition.",
        ),
        start=NOTHING_GRANTED,
    ),
    Exercise(
        name="a_drop_that_ends",
        kind=Kind.BUILD,
        question=(
            "Build, with the recipe or by hand, a role for a partner who delivers files until the end of 2027: it may "
            "put objects under incoming/ in the bucket partner-drop, over HTTPS, and nothing else. No finding is open."
        ),
        conditions=(
            Condition("it puts objects under incoming/", _puts),
            Condition("it does nothing else", _only_puts),
            Condition("only over HTTPS", _only_tls),
            Condition("when 2028 begins, it no longer may", _ends),
            Condition("no finding is open", nothing_open),
        ),
        hints=(
            "Which of the recipe's four levels does the partner need?",
            "`aws:CurrentTime` is a key of every request; DateLessThan compares it in UTC.",
        ),
    ),
)
