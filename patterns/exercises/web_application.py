"""The exercises of the page of the whole: what stops without the key, a login for one role, the same for less."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from patterns.exercises._login import app_does_no_more, app_reads, is_refused, nobody_else_does
from patterns.exercises._names import named
from patterns.exercises._whole import (
    BUDGET_USD,
    LOAD,
    database_back,
    dependency_answers,
    holds,
    key_is_used,
    login_leads_to_the_database,
    within_budget,
)
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, nothing_open

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
    said, stack = named(trial.answer, 'the names of resources, ["Uploads", ...]'), trial.deployed(UNDER_A_KEY)
    trial.aws.client("kms").disable_key(KeyId=stack["Key"].physical_id)
    trial.aws.clock.advance(hours=1)
    refused = {name for name, ask in _asked(trial, stack).items() if is_refused(ask)}
    if unknown := sorted(said - _asked(trial, stack).keys()):
        return f"there is no {unknown[0]}"
    if extra := sorted(said - refused):
        return f"{extra[0]} still answers: it uses another key"
    return "" if said == refused else f"{len(said)} of {len(refused)} are named"


EXERCISES = (
    Exercise(
        name="what_stops_without_the_key",
        kind=Kind.PREDICT,
        question=(
            "A bucket Uploads and a queue Jobs are encrypted with a key of the stack. A bucket Logs and a secret Login "
            "name no key. Somebody disables the key. An hour later, which of the four refuse the next write or read?"
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
            Condition("the role App can read the login", app_reads),
            Condition("no administrator can, and nobody else", nobody_else_does),
            Condition("App can do nothing else", app_does_no_more),
        ),
        hints=(
            "CloudFormation makes up the role's name: which ARN does the policy name?",
            "The secret's policy only denies: its condition is to name !GetAtt App.Arn, and the role's policy is to "
            "allow GetSecretValue.",
        ),
        start=WRONG_READER,
    ),
    Exercise(
        name="the_whole_for_less",
        kind=Kind.BUILD,
        question=(
            f"Make the application cost ${BUDGET_USD:.0f} a month or less, and keep what it promises: without "
            f"any one zone it serves the load of {LOAD} instances, launching nothing, and its database is back within "
            "three minutes; a bucket or queue is under its key, a role can read a login that leads to the database, "
            """its workflow answers {"quantity": 1}; and no finding is open."""
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", within_budget),
            Condition("a bucket or a queue stops while its key is disabled", key_is_used),
            Condition("a role can read a login that leads to the database", login_leads_to_the_database),
            Condition("its workflow answers", dependency_answers),
            Condition("no finding is open", nothing_open),
            Condition(f"without any one zone it serves a load of {LOAD}, launching nothing", holds),
            Condition("with any one zone lost, the database is back within three minutes", database_back),
        ),
        hints=(
            "Which line of the bill is the dearest, and which choice makes it smaller without a finding?",
            "Fewer instances are not enough; smaller ones may be.",
        ),
    ),
)
