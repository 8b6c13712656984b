"""The exercises of the page of the whole: what stops without the key, a login for one role, the same for less."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from botocore.exceptions import ClientError

from patterns.analysis.cost import cost
from patterns.exercises._zones import served, zones
from patterns.iam import Policies, Request, evaluate
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Trial, first, nothing_open

SECRET, ROLE = "AWS::SecretsManager::Secret", "AWS::IAM::Role"
BUDGET_USD, LOAD = 320.0, 3.6

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
        return f"{extra[0]} still answers: it is under another key"
    return "" if said == refused else f"{len(said)} of {len(refused)} are named"


def _reading(trial: Trial, role: str, rights: dict[str, Any]) -> Any:
    """IAM's decision about a role that reads the answer's secret, with the secret's own policy."""
    arn = trial.stack[first(trial, SECRET)].physical_id
    secrets = trial.aws.client("secretsmanager")
    text = secrets.get_resource_policy(SecretId=arn).get("ResourcePolicy")
    request = Request(
        principal=role, action="secretsmanager:GetSecretValue", resource=arn, resource_account=role.split(":")[4],
        context={"aws:PrincipalArn": role},
    )  # fmt: skip
    return evaluate(request, Policies(identity=rights, resource=json.loads(text) if text else None))


def _reads(trial: Trial) -> str:
    iam, name = trial.aws.client("iam"), trial.stack[first(trial, ROLE)].physical_id
    names = iam.list_role_policies(RoleName=name)["PolicyNames"]
    rights = {one: iam.get_role_policy(RoleName=name, PolicyName=one)["PolicyDocument"] for one in names}
    decision = _reading(trial, iam.get_role(RoleName=name)["Role"]["Arn"], rights)
    return "" if decision.allowed else decision.explain()


def _stranger_does_not(trial: Trial) -> str:
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    account = trial.stack[first(trial, SECRET)].physical_id.split(":")[4]
    decision = _reading(trial, f"arn:aws:iam::{account}:role/Administrator", {"everything": everything})
    return "an administrator's role reads it too" if decision.allowed else ""


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


def _holds(trial: Trial) -> str:
    shares = {zone: served(trial, trial.stack, zone, LOAD) for zone in zones(trial)}
    zone, least = min(shares.items(), key=lambda item: item[1])
    return "" if least == 100 else f"without {zone}, {least:g}% of the requests are served"


def _keeps_its_parts(trial: Trial) -> str:
    wanted = ("AWS::KMS::Key", SECRET, "AWS::StepFunctions::StateMachine", "AWS::RDS::DBInstance")
    kinds = {one.type for one in trial.resolved.resources.values()}
    return "; ".join(f"it has no {kind}" for kind in wanted if kind not in kinds)


EXERCISES = (
    Exercise(
        name="what_stops_without_the_key",
        kind=Kind.PREDICT,
        question=(
            "A bucket Uploads and a queue Jobs are encrypted with a key of the stack. A bucket Logs and a secret Login "
            "say nothing of a key. Somebody disables the key. Which of the four refuse the next write or read?"
        ),
        conditions=(Condition("the names are those that the account refuses", _stopped),),
        hints=(
            "Every service asks KMS with the key that its resource names.",
            "A secret or bucket without a word is under a key of AWS's, which nobody in the account can disable.",
        ),
    ),
    Exercise(
        name="a_login_for_one_role",
        kind=Kind.MEND,
        question=(
            "The policy of the secret lets one role alone read it, and still the application is refused. Mend the "
            "template: App reads the login, and an administrator does not."
        ),
        conditions=(
            Condition("the role App reads the login", _reads),
            Condition("a role with every right does not", _stranger_does_not),
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
            f"Make the application cost ${BUDGET_USD:.0f} a month or less, as far as prices are known, and keep what "
            f"it promises: it serves the load of {LOAD} instances without any zone while nothing can be launched, it "
            "has key, login, database and dependency, and no finding is open."
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _within_budget),
            Condition("it has a key, a login, a database and a workflow", _keeps_its_parts),
            Condition("no finding is open", nothing_open),
            Condition(f"it serves the load of {LOAD} without any zone, launching nothing", _holds),
        ),
        hints=(
            "Which line of the bill is the dearest, and which choice makes it smaller without a finding?",
            "Fewer instances are not enough of them; smaller ones may be.",
        ),
    ),
)
