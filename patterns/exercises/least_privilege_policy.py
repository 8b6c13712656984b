"""The exercises of the policy page: what a condition does to each action, a grant that gives nothing, one that ends."""

from __future__ import annotations

from datetime import UTC, datetime

from patterns.exercises._numbers import compared, forecast
from patterns.exercises._people import assumed_by_nobody, assumed_by_outsiders
from patterns.exercises._reports import changes_nothing, is_allowed, lists_reports, nothing_beside, reads_reports
from patterns.exercises._rights import allowed, may, names_of, other_services, role_arns
from patterns.question import Condition, Exercise, Kind
from patterns.sandbox.authorisation.asking import at
from patterns.trial import Trial, nothing_open

DROP = "arn:aws:s3:::partner-drop"
OTHERS = [f"{bucket}{key}" for bucket in ("arn:aws:s3:::another", f"{DROP}-old") for key in ("", "/incoming/a.csv")]
PUT = "s3:PutObject"
DELIVERING = (PUT, "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts")
"""What a delivery takes; the last two belong to one in parts:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
"""
DURING = (
    datetime(2026, 2, 3, 4, tzinfo=UTC),
    datetime(2027, 8, 1, 20, tzinfo=UTC),
    datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC),
)
AFTER = (datetime(2028, 1, 1, tzinfo=UTC), datetime(2028, 7, 2, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC))

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
    answered = forecast(trial)
    stack = trial.deployed(CONDITIONED)
    there = {"Bucket": stack["Store"].physical_id, "Key": "reports/a.csv"}
    trial.aws.administrator("s3").put_object(**there, Body=b"a")
    s3 = trial.aws.acting_as(stack["Role"].attribute("Arn")).client("s3")
    headers: tuple[dict[str, str], ...] = (
        {}, {"ServerSideEncryption": "AES256"}, {"ServerSideEncryption": "aws:kms"}
    )  # fmt: skip
    passed = int(is_allowed(s3.get_object, there))
    passed += sum(is_allowed(s3.put_object, {**there, "Body": b"b", **header}) for header in headers)
    return compared(
        answered,
        passed,
        too_many="there are fewer: a header that the request does not carry equals nothing",
        too_few="there are more: one of the puts says exactly what is asked for",
    )


def _taken_on(trial: Trial) -> str:
    for role in role_arns(trial):
        if seen := assumed_by_outsiders(trial, role):
            return seen
    if all(assumed_by_nobody(trial, role) for role in role_arns(trial)):
        return "nobody may assume it: its trust policy allows sts:AssumeRole to nobody"
    return ""


def _puts(trial: Trial) -> str:
    for when in DURING:
        if not _deliverers(trial, when):
            return f"a put into incoming/ is refused in 2027, at {when:%Y-%m-%dT%H:%M:%SZ}"
    return _taken_on(trial)


def _deliverers(trial: Trial, when: datetime, tls: bool = True) -> list[str]:
    """The roles of the answer that may put objects under incoming/ then."""
    context = at(when) | {"aws:SecureTransport": tls}
    keys = [f"{DROP}/incoming/{key}" for key in ("a.csv", "2027/may/b.csv")]
    return [role for role in role_arns(trial) if all(may(trial, role, PUT, key, [context]) for key in keys)]


def _ends(trial: Trial) -> str:
    for when in AFTER:
        contexts = [at(when), at(when) | {"aws:SecureTransport": False}]
        for role in role_arns(trial):
            for sentence in allowed(trial, role, names_of("s3"), [DROP, f"{DROP}/incoming/a.csv"], contexts):
                return f"it still puts when 2028 begins: at {when:%Y-%m-%dT%H:%M:%SZ} it may {sentence}"
    return ""


def _only_puts(trial: Trial) -> str:
    contexts = [at(when) | {"aws:SecureTransport": tls} for when in DURING for tls in (True, False)]
    others = [name for name in names_of("s3") if name not in DELIVERING]
    places = [DROP, f"{DROP}/incoming/a.csv", *OTHERS, "*"]
    outside = [f"{DROP}/{key}" for key in ("a.csv", "incoming", "incoming.csv", "outgoing/a.csv")]
    for role in role_arns(trial):
        for sentence in allowed(trial, role, others, places, contexts):
            return f"it may {sentence} too"
        for sentence in allowed(trial, role, names_of("s3"), [*outside, *OTHERS, "*"], contexts):
            return f"it also reaches outside incoming/: it may {sentence}"
        if seen := other_services(trial, role, "s3"):
            return seen
    return ""


def _only_tls(trial: Trial) -> str:
    return "it also puts over plain HTTP" if any(_deliverers(trial, when, tls=False) for when in DURING) else ""


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
            "This role should list and read the reports, whatever lies under reports/. It can do neither. Fix its "
            "policy so that it can, for good, without letting it list or read anything else, in this bucket or another "
            "(the bucket's region is no secret), or change anything. People of the account still assume the role."
        ),
        conditions=(
            Condition("it reads an object under reports/", reads_reports),
            Condition("it lists reports/", lists_reports),
            Condition("it lists and reads nothing outside reports/", nothing_beside),
            Condition("it changes nothing", changes_nothing),
            Condition("people of the account may assume it", _taken_on),
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
            "Build, with the recipe or by hand, a role for a partner who delivers files until the end of 2027, in "
            "UTC: from today on it may put objects under incoming/ in the bucket partner-drop, in parts as well, over "
            "HTTPS, and nothing else; from 2028 on, nothing at all. Somebody may assume it, but not anybody. No "
            "finding is open."
        ),
        conditions=(
            Condition("somebody puts objects under incoming/, until the last second of 2027", _puts),
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
