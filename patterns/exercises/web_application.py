"""The exercises of the page of the whole: what stops without the key, a login for one role, the same for less."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from botocore.exceptions import ClientError

from patterns.analysis.cost import cost
from patterns.exercises._zones import served, zones
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, first, nothing_open

SECRET, ROLE = "AWS::SecretsManager::Secret", "AWS::IAM::Role"
BUDGET_USD, LOAD = 400.0, 3.6

UNDER_A_KEY = """\
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: {AWS: !Sub 'arn:aws:iam::${AWS::AccountId}:root'}
            Action: 'kms:*'
            Resource: '*'
  Uploads:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
          - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}
  Logs:
    Type: AWS::S3::Bucket
  Jobs:
    Type: AWS::SQS::Queue
    Properties: {KmsMasterKeyId: !GetAtt Key.Arn}
  Login:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {PasswordLength: 32}}
"""

WRONG_READER = """\
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]
      Policies:
        - PolicyName: read
          PolicyDocument:
            Version: '2012-10-17'
            Statement: [{Effect: Allow, Action: 'secretsmanager:DescribeSecret', Resource: !Ref Login}]
  Login:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {PasswordLength: 32}}
  LoginPolicy:
    Type: AWS::SecretsManager::ResourcePolicy
    Properties:
      SecretId: !Ref Login
      ResourcePolicy:
        Version: '2012-10-17'
        Statement:
          - Effect: Deny
            Principal: '*'
            Action: 'secretsmanager:GetSecretValue'
            Resource: '*'
            Condition: {ArnNotEquals: {'aws:PrincipalArn': !Sub 'arn:aws:iam::${AWS::AccountId}:role/App'}}
"""


def _asked(trial: Trial, stack: Any) -> dict[str, Callable[[], Any]]:
    """What is done with each resource, by its name."""
    s3, sqs, secrets = (trial.aws.client(name) for name in ("s3", "sqs", "secretsmanager"))
    return {
        "Uploads": lambda: s3.put_object(Bucket=stack["Uploads"].physical_id, Key="a", Body=b"a"),
        "Logs": lambda: s3.put_object(Bucket=stack["Logs"].physical_id, Key="a", Body=b"a"),
        "Jobs": lambda: sqs.send_message(QueueUrl=stack["Jobs"].physical_id, MessageBody="a"),
        "Login": lambda: secrets.get_secret_value(SecretId=stack["Login"].physical_id),
    }


def _stopped(trial: Trial) -> str:
    if isinstance(trial.answer, str) or not isinstance(trial.answer, Iterable):
        return 'give the names of resources, ["Uploads", ...]'
    stack = trial.deployed(UNDER_A_KEY)
    trial.aws.client("kms").disable_key(KeyId=stack["Key"].physical_id)
    refused = set()
    for name, ask in _asked(trial, stack).items():
        try:
            ask()
        except ClientError:
            refused.add(name)
    said = set(trial.answer)
    if unknown := sorted(said - _asked(trial, stack).keys()):
        return f"there is no {unknown[0]}"
    if extra := sorted(said - refused):
        return f"{extra[0]} still answers: it uses another key"
    return "" if said == refused else f"{len(said)} of {len(refused)} are named"


def _refusal(trial: Trial, client: Any) -> str:
    """Why IAM keeps somebody from the answer's secret; nothing where they read it."""
    try:
        client.get_secret_value(SecretId=trial.stack[first(trial, SECRET)].physical_id)
    except ClientError:
        return trial.aws.denials[-1].explain()
    return ""


def _reads(trial: Trial) -> str:
    role = trial.stack[first(trial, ROLE)].attribute("Arn")
    return _refusal(trial, trial.aws.acting_as(role).client("secretsmanager"))


def _administrator_does_not(trial: Trial) -> str:
    return "" if _refusal(trial, trial.aws.client("secretsmanager")) else "the account's administrator can read it too"


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


def _holds(trial: Trial) -> str:
    shares = {zone: served(trial, trial.stack, zone, LOAD) for zone in zones(trial)}
    zone, least = min(shares.items(), key=lambda item: item[1])
    return "" if least == 100 else f"without {zone}, {least:g}% of the requests are served"


def _keeps_its_parts(trial: Trial) -> str:
    wanted = ("AWS::KMS::Key", SECRET, "AWS::StepFunctions::StateMachine", "AWS::RDS::DBInstance")
    kinds = {resource.type for resource in trial.resolved.resources.values()}
    return "; ".join(f"it has no {kind}" for kind in wanted if kind not in kinds)


EXERCISES = (
    Exercise(
        name="what_stops_without_the_key",
        kind=Kind.PREDICT,
        question=(
            "A bucket Uploads and a queue Jobs are encrypted with a key of the stack. A bucket Logs and a secret Login "
            "name no key. Somebody disables the key. Which of the four refuse the next write or read?"
        ),
        conditions=(Condition("the names are those that the account refuses", _stopped),),
        hints=(
            "Every service calls KMS with the key that its resource names.",
            "A secret or bucket that names no key uses one of AWS's, which nobody in the account can disable.",
        ),
    ),
    Exercise(
        name="a_login_for_one_role",
        kind=Kind.FIX,
        question=(
            "The secret's policy lets a single role read it, and still the application is refused. Fix the template so "
            "that App can read the login and an administrator cannot."
        ),
        conditions=(
            Condition("the role App can read the login", _reads),
            Condition("the account's administrator cannot", _administrator_does_not),
        ),
        hints=(
            "CloudFormation makes up the role's name: which ARN does the policy name?",
            "Two sides must agree: !GetAtt App.Arn in the secret's policy, and GetSecretValue in the role's.",
        ),
        start=WRONG_READER,
    ),
    Exercise(
        name="the_whole_for_less",
        kind=Kind.BUILD,
        question=(
            f"Make the application cost ${BUDGET_USD:.0f} a month or less, and keep what it promises: without "
            f"any one zone it serves the load of {LOAD} instances, launching nothing; it has its key, login, database "
            "and dependency; and no finding is open."
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _within_budget),
            Condition("it has a key, a login, a database and a workflow", _keeps_its_parts),
            Condition("no finding is open", nothing_open),
            Condition(f"without any one zone it serves a load of {LOAD}, launching nothing", _holds),
        ),
        hints=(
            "Which line of the bill is the dearest, and which choice makes it smaller without a finding?",
            "Fewer instances are not enough; smaller ones may be.",
        ),
    ),
)
