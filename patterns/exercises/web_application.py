"""The exercises of the page of the whole: what stops without the key, a login for one role, the same for less."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from patterns.analysis.cost import cost
from patterns.exercises._keys import KEY, disabled
from patterns.exercises._rights import (
    ACCOUNT,
    ADMINISTRATOR,
    CHANGING,
    NOTHING_SPECIAL,
    ROLE,
    allowed,
    made,
    may,
    names_of,
    other_services,
    outsiders,
    trusted_services,
)
from patterns.exercises._storage import BUCKET
from patterns.exercises._zones import DATABASE, Loss, losses, still_away, unserved
from patterns.question import Condition, Exercise, Kind
from patterns.trial import Lacking, Trial, nothing_open

SECRET, HOLDS = "AWS::SecretsManager::Secret", (BUCKET, "AWS::SQS::Queue")
APP, READ = "App", "secretsmanager:GetSecretValue"
ANOTHER = f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:payroll-AbCdEf"
BUDGET_USD, LOAD = 400.0, 3.6
DEAR = ("AWS::AutoScaling::", "AWS::EC2::", "AWS::RDS::", "AWS::ElastiCache::")
"""Types that run by the hour: an estimate without their price says nothing about a budget."""

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


def _named(answer: Any) -> set[str]:
    """The names of an answer: ["Uploads", ...] in any order, or one text with commas. Raises `Lacking`."""
    names = answer.split(",") if isinstance(answer, str) and "," in answer else answer
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise Lacking('give the names of resources, ["Uploads", ...]')
    return {str(name).strip() for name in names}


def _stopped(trial: Trial) -> str:
    said, stack = _named(trial.answer), trial.deployed(UNDER_A_KEY)
    trial.aws.client("kms").disable_key(KeyId=stack["Key"].physical_id)
    trial.aws.clock.advance(hours=1)
    refused = {name for name, ask in _asked(trial, stack).items() if _is_refused(ask)}
    if unknown := sorted(said - _asked(trial, stack).keys()):
        return f"there is no {unknown[0]}"
    if extra := sorted(said - refused):
        return f"{extra[0]} still answers: it uses another key"
    return "" if said == refused else f"{len(said)} of {len(refused)} are named"


def _is_refused(ask: Callable[[], Any]) -> bool:
    try:
        ask()
    except ClientError:
        return True
    return False


def _app(trial: Trial) -> str:
    """The ARN of the role App. Raises `Lacking` where the answer has none."""
    if APP not in trial.stack or trial.stack[APP].type != ROLE:
        raise Lacking(f"it has no role {APP} any more: the question is about that one")
    return str(trial.stack[APP].attribute("Arn"))


def _refusal(trial: Trial, who: Any) -> str:
    """Why IAM keeps a client from some secret of the answer; nothing where it reads them all."""
    for secret in made(trial, SECRET):
        if _is_refused(partial(who.get_secret_value, SecretId=secret.physical_id)):
            return trial.aws.denials[-1].explain()
    return ""


def _reads(trial: Trial) -> str:
    role = _app(trial)
    if not trusted_services(trial, role, ["ec2.amazonaws.com"]):
        return f"{APP} can read nothing: EC2 cannot assume it any more"
    return _refusal(trial, trial.aws.acting_as(role).client("secretsmanager"))


def _nobody_else_does(trial: Trial) -> str:
    """Neither the administrator, nor another one, nor anybody of another account; not as App either."""
    administrators = (ADMINISTRATOR, _another_administrator(trial))
    app = _app(trial)
    for secret in made(trial, SECRET):
        for who in (*administrators, *outsiders()):
            if may(trial, who, READ, secret.physical_id):
                return f"{_short(who)} can read it too"
    for who in (*administrators, *outsiders()):
        if may(trial, who, "sts:AssumeRole", app):
            return f"{_short(who)} can assume {APP}, and read it so"
    return ""


def _short(who: str) -> str:
    return {"*": "everybody", ADMINISTRATOR: "the account's administrator"}.get(who, who)


def _another_administrator(trial: Trial) -> str:
    """The ARN of a role with every right there is, which no answer can know of."""
    iam = trial.aws.administrator("iam")
    trust = {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": trust})
    arn = iam.create_role(RoleName="operations", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    iam.attach_role_policy(RoleName="operations", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")
    return str(arn)


def _does_no_more(trial: Trial) -> str:
    """App changes no secret, reads no other, and may do nothing in another service."""
    role, secrets = _app(trial), [secret.physical_id for secret in made(trial, SECRET)]
    changes = allowed(trial, role, names_of("secretsmanager", *CHANGING), [*secrets, ANOTHER, "*"], NOTHING_SPECIAL)
    reads = allowed(trial, role, [READ], [ANOTHER], NOTHING_SPECIAL)
    found = next(iter((*changes, *reads)), "")
    return (
        f"{APP} may {found}: it needs no more than to read this login"
        if found
        else other_services(trial, role, "secretsmanager")
    )


def _within_budget(trial: Trial) -> str:
    estimate = cost(trial.resolved)
    if untold := [one.resource for one in estimate.unpriced if one.type.startswith(DEAR)]:
        return f"no price is known for {untold[0]}: choose a type that has one"
    return f"it comes to ${estimate.monthly_usd:.2f}" if estimate.monthly_usd > BUDGET_USD else ""


def _lost(trial: Trial) -> tuple[Loss, ...]:
    return losses(trial, LOAD, launches=False)


def _holds(trial: Trial) -> str:
    return unserved(trial.once(_lost))


def _database_back(trial: Trial) -> str:
    return still_away(trial, trial.once(_lost), DATABASE)


def _key_is_used(trial: Trial) -> str:
    """Whether something of the answer refuses while its keys are disabled, and only then."""
    kept = [name for name in trial.stack if trial.stack[name].type in HOLDS]
    with ExitStack() as off:
        for key in made(trial, KEY):
            off.enter_context(disabled(trial, key.physical_id))
        trial.aws.clock.advance(hours=1)
        stopped = [name for name in kept if _is_refused(partial(_store, trial, name))]
    if any(not _is_refused(partial(_store, trial, name)) for name in stopped):
        return ""
    return "no bucket and no queue stops without its key: keep what is encrypted with it"


def _store(trial: Trial, name: str) -> None:
    kept = trial.stack[name]
    if kept.type == BUCKET:
        trial.aws.administrator("s3").put_object(Bucket=kept.physical_id, Key="a", Body=b"a")
    else:
        trial.aws.administrator("sqs").send_message(QueueUrl=kept.physical_id, MessageBody="a")


def _login_leads_to_the_database(trial: Trial) -> str:
    """Whether what instances run as can read a login with the address of a database of the answer."""
    addresses = {str(one.attribute("Endpoint.Address")) for one in made(trial, DATABASE)}
    for role in made(trial, ROLE):
        client = trial.aws.acting_as(role.attribute("Arn")).client("secretsmanager")
        for secret in made(trial, SECRET):
            with suppress(ClientError, ValueError):
                login = json.loads(client.get_secret_value(SecretId=secret.physical_id)["SecretString"])
                if addresses & {login.get("host")} and login.get("password"):
                    return ""
    return "no role of it can read a login with the database's address and a password"


def _dependency_answers(trial: Trial) -> str:
    states = trial.aws.administrator("stepfunctions")
    said = []
    for machine in made(trial, "AWS::StepFunctions::StateMachine"):
        arn = states.start_execution(stateMachineArn=machine.physical_id, input='{"quantity": 1}')["executionArn"]
        trial.aws.clock.advance(minutes=5)
        said.append(states.describe_execution(executionArn=arn)["status"])
    return "" if "SUCCEEDED" in said else f'asked for {{"quantity": 1}}, its workflow ends {said[0]}'


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
            Condition("the role App can read the login", _reads),
            Condition("no administrator can, and nobody else", _nobody_else_does),
            Condition("App can do nothing else", _does_no_more),
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
            f"any one zone it serves the load of {LOAD} instances, launching nothing, and its database is back within "
            "three minutes; a bucket or queue is under its key, a role can read a login that leads to the database, "
            """its workflow answers {"quantity": 1}; and no finding is open."""
        ),
        conditions=(
            Condition(f"the estimate stays within ${BUDGET_USD:.0f} a month", _within_budget),
            Condition("a bucket or a queue stops while its key is disabled", _key_is_used),
            Condition("a role can read a login that leads to the database", _login_leads_to_the_database),
            Condition("its workflow answers", _dependency_answers),
            Condition("no finding is open", nothing_open),
            Condition(f"without any one zone it serves a load of {LOAD}, launching nothing", _holds),
            Condition("with any one zone lost, the database is back within three minutes", _database_back),
        ),
        hints=(
            "Which line of the bill is the dearest, and which choice makes it smaller without a finding?",
            "Fewer instances are not enough; smaller ones may be.",
        ),
    ),
)
