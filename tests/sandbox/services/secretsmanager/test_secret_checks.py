"""https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html"""

import pytest
from botocore.exceptions import ClientError

from tools.code import make_function

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:worker"


@pytest.fixture
def secrets(aws):
    client = aws.client("secretsmanager")
    client.create_secret(Name="login", SecretString="one")
    return client


def refusal(call, **arguments):
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("put_secret_value", {"SecretString": "two"}),
        ("update_secret", {"Description": "d"}),
        ("tag_resource", {"Tags": [{"Key": "a", "Value": "b"}]}),
        ("rotate_secret", {}),
    ],
)
def test_deleted_secret_is_not_changed_until_it_is_restored(secrets, operation, arguments):
    secrets.delete_secret(SecretId="login")

    assert refusal(getattr(secrets, operation), SecretId="login", **arguments)[0] == "InvalidRequestException"
    assert "scheduled for deletion" in refusal(secrets.create_secret, Name="login", SecretString="two")[1]
    secrets.restore_secret(SecretId="login")
    assert secrets.put_secret_value(SecretId="login", SecretString="two")["VersionStages"] == ["AWSCURRENT"]


def test_label_that_no_version_bears_finds_nothing_and_the_current_one_only_moves(secrets):
    first = secrets.get_secret_value(SecretId="login")["VersionId"]
    second = secrets.put_secret_value(SecretId="login", SecretString="two", VersionStages=["NEXT"])["VersionId"]

    assert secrets.get_secret_value(SecretId="login", VersionStage="NEXT")["SecretString"] == "two"
    assert refusal(secrets.get_secret_value, SecretId="login", VersionStage="LAST") == (
        "ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: LAST",
    )  # fmt: skip
    move = {"SecretId": "login", "VersionStage": "AWSCURRENT", "RemoveFromVersionId": first}
    assert refusal(secrets.update_secret_version_stage, **move)[0] == "InvalidParameterException"
    secrets.update_secret_version_stage(**move, MoveToVersionId=second)
    assert secrets.get_secret_value(SecretId="login", VersionStage="AWSPREVIOUS")["SecretString"] == "one"


def test_secret_has_one_value_that_is_not_too_long_and_a_name(secrets):
    create = secrets.create_secret

    assert refusal(create, Name="both", SecretString="a", SecretBinary=b"b")[0] == "InvalidParameterException"
    assert refusal(create, Name="long", SecretString="x" * 65_537)[0] == "ValidationException"
    assert refusal(create, Name="two words", SecretString="x")[0] == "ValidationException"
    assert create(Name="long", SecretString="x" * 65_536)["Name"] == "long"


def test_function_must_let_secrets_manager_call_it(aws, secrets):
    make_function(aws, "def handler(event, context): raise ValueError")
    asked = {"SecretId": "login", "RotationLambdaARN": FUNCTION, "RotationRules": {"AutomaticallyAfterDays": 30}}

    code, message = refusal(secrets.rotate_secret, **asked)
    assert (code, "cannot invoke the specified Lambda function" in message) == ("AccessDeniedException", True)
    aws.client("lambda").add_permission(
        FunctionName="worker", StatementId="s", Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com"
    )
    assert secrets.rotate_secret(**asked)["Name"] == "login"
