"""Rotations and deletions as a user of the account sees them, with a function that fails where it is told to."""

from datetime import UTC, datetime

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

CODE = """
import boto3, os, time

def handler(event, context):
    client, secret, token = boto3.client("secretsmanager"), event["SecretId"], event["ClientRequestToken"]
    print(event["Step"], sorted(event))
    time.sleep(float(os.environ.get("SECONDS", "0")))
    if event["Step"] == os.environ.get("FAILS"):
        raise ValueError("told to fail")
    if event["Step"] == "createSecret":
        made = {"ClientRequestToken": token, "SecretString": "new", "VersionStages": ["AWSPENDING"]}
        client.put_secret_value(SecretId=secret, **made)
    if event["Step"] == "finishSecret":
        versions = client.describe_secret(SecretId=secret)["VersionIdsToStages"]
        current = next(version for version, labels in versions.items() if "AWSCURRENT" in labels)
        client.update_secret_version_stage(
            SecretId=secret, VersionStage="AWSCURRENT", MoveToVersionId=token, RemoveFromVersionId=current)
"""
TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
MAY = {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": {"Ref": "Login"}}
RULES = {"AutomaticallyAfterDays": 10}
TEMPLATE = {
    "Resources": {
        "Login": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "old"}},
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [TRUST]},
                "Policies": [{"PolicyName": "may", "PolicyDocument": {"Version": "2012-10-17", "Statement": [MAY]}}],
            },
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Timeout": 60,
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"ZipFile": CODE},
            },
        },
        "Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": "Function"},
                "Action": "lambda:InvokeFunction",
                "Principal": "secretsmanager.amazonaws.com",
            },
        },
    }
}
SCHEDULE = {
    "Type": "AWS::SecretsManager::RotationSchedule",
    "DependsOn": "Permission",
    "Properties": {
        "SecretId": {"Ref": "Login"},
        "RotationLambdaARN": {"Fn::GetAtt": ["Function", "Arn"]},
        "RotationRules": RULES,
    },
}


class Login:
    """The secret of a stack, as a user asks for it."""

    def __init__(self, aws, *, foreign_schedule=False):
        resources = TEMPLATE["Resources"] | ({"Plan": SCHEDULE} if foreign_schedule else {})
        self.aws = aws
        self.stack = aws.deploy({"Resources": resources})
        self.id, self.function = self.stack["Login"].physical_id, self.stack["Function"].physical_id
        self.client = aws.client("secretsmanager")

    def environment(self, **variables):
        given = {"FunctionName": self.function, "Environment": {"Variables": variables}}
        self.aws.client("lambda").update_function_configuration(**given)

    def rotate(self, **more):
        arn = self.stack["Function"].attribute("Arn")
        return self.client.rotate_secret(SecretId=self.id, RotationLambdaARN=arn, RotationRules=RULES, **more)

    def value(self, label="AWSCURRENT"):
        return self.client.get_secret_value(SecretId=self.id, VersionStage=label)["SecretString"]

    @property
    def described(self):
        return self.client.describe_secret(SecretId=self.id)

    @property
    def log(self):
        group = {"logGroupName": f"/aws/lambda/{self.function}"}
        return [event["message"] for event in self.aws.client("logs").filter_log_events(**group)["events"]]

    @property
    def steps(self):
        return [line.split()[0] for line in self.log if "Secret [" in line]


def refused(call, **arguments):
    with pytest.raises(ClientError) as error:
        call(**arguments)
    return error.value.response["Error"]["Code"], error.value.response["Error"]["Message"]


@pytest.fixture
def login():
    with Sandbox(run_foreign_code=True) as aws:
        yield Login(aws)


@pytest.mark.slow
def test_four_steps_make_the_new_version_current(login):
    login.rotate()

    assert (login.value(), login.value("AWSPREVIOUS")) == ("new", "old")
    assert login.steps == ["createSecret", "setSecret", "testSecret", "finishSecret"]
    assert "['ClientRequestToken', 'RotationToken', 'SecretId', 'Step']" in login.log[1]
    assert login.described["LastRotatedDate"] == login.aws.clock.now


def test_a_rotation_that_takes_time_is_not_waited_for(login):
    login.environment(SECONDS="10")

    login.rotate()

    assert login.value() == "old"
    login.aws.clock.advance(seconds=39)
    assert login.value() == "old"
    login.aws.clock.advance(seconds=1)
    assert login.value() == "new"


@pytest.mark.slow
@pytest.mark.parametrize("step", ["createSecret", "setSecret", "testSecret", "finishSecret"])
def test_a_step_that_fails_leaves_the_old_version_current_and_is_tried_again(login, step):
    login.environment(FAILS=step)
    login.rotate()

    assert login.value() == "old"
    assert ["AWSPENDING"] in login.described["VersionIdsToStages"].values()
    assert "LastRotatedDate" not in login.described
    assert login.steps[-1] == step
    login.environment()
    login.aws.clock.advance(minutes=5)
    assert login.value() == "new"


@pytest.mark.slow
def test_another_rotation_is_refused_while_one_is_unfinished_which_is_tried_again(login):
    login.environment(FAILS="testSecret")
    login.rotate()
    login.environment()

    said = refused(login.client.rotate_secret, SecretId=login.id)

    assert said == (
        "InvalidRequestException",
        "A previous rotation isn't complete. That rotation will be reattempted.",
    )
    assert login.value() == "new"


def test_a_secret_without_a_function_does_not_rotate(login):
    said = refused(login.client.rotate_secret, SecretId=login.id)

    assert said == ("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")


@pytest.mark.slow
def test_only_tried_the_function_takes_one_step_and_the_version_goes_again(login):
    login.rotate(RotateImmediately=False)

    assert login.steps == ["testSecret"]
    assert list(login.described["VersionIdsToStages"].values()) == [["AWSCURRENT"]]
    assert login.value() == "old"


@pytest.mark.slow
def test_the_schedule_rotates_within_its_window(login):
    login.rotate(RotateImmediately=False)

    assert login.described["NextRotationDate"] == datetime(2026, 1, 11, 23, 59, 59, tzinfo=UTC)
    login.aws.clock.advance(days=9)
    assert login.value() == "old"
    login.aws.clock.advance(days=1)
    assert login.value() == "new"
    assert login.described["NextRotationDate"] == datetime(2026, 1, 21, 23, 59, 59, tzinfo=UTC)


def test_a_value_set_by_hand_postpones_the_schedule_and_cancelling_ends_it(login):
    login.rotate(RotateImmediately=False)
    login.aws.clock.advance(days=9)
    login.client.put_secret_value(SecretId=login.id, SecretString="by hand")

    login.aws.clock.advance(days=9)
    assert login.value() == "by hand"
    login.client.cancel_rotate_secret(SecretId=login.id)
    login.aws.clock.advance(days=30)
    assert login.value() == "by hand"


def test_a_schedule_that_is_none_is_refused(login):
    arn = login.stack["Function"].attribute("Arn")
    rules = {"ScheduleExpression": "rate(3 hours)"}

    code, message = refused(login.client.rotate_secret, SecretId=login.id, RotationLambdaARN=arn, RotationRules=rules)

    assert (code, "every 4 hours at most" in message) == ("InvalidParameterException", True)


def test_foreign_code_is_not_run_and_the_log_says_so():
    with Sandbox() as aws:
        login = Login(aws, foreign_schedule=True)

        assert login.stack.status == "CREATE_COMPLETE"
        assert login.value() == "old"
        assert "did not run createSecret" in login.log[0]
        assert "run_foreign_code=True" in login.log[0]


@pytest.mark.slow
def test_a_deleted_secret_is_gone_after_its_window_and_restorable_before(login):
    login.rotate()
    login.client.delete_secret(SecretId=login.id, RecoveryWindowInDays=7)

    login.aws.clock.advance(days=6)
    assert refused(login.value)[0] == "InvalidRequestException"
    login.client.restore_secret(SecretId=login.id)
    login.aws.clock.advance(days=20)
    assert login.value() == "new"

    login.client.delete_secret(SecretId=login.id, RecoveryWindowInDays=7)
    login.aws.clock.advance(days=7)
    assert refused(login.value)[0] == "ResourceNotFoundException"


@pytest.mark.slow
def test_the_same_account_rotates_to_the_same_versions():
    seen = []
    for _ in range(2):
        with Sandbox(run_foreign_code=True) as aws:
            login = Login(aws, foreign_schedule=True)
            aws.clock.advance(days=40)
            seen.append((login.described["VersionIdsToStages"], login.log))

    assert seen[0][0] == seen[1][0]
