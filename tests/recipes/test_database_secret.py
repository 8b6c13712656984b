import json

import pytest
from botocore.exceptions import ClientError

from patterns import DatabaseSecret, Sandbox, check
from patterns.parameters import ParameterError


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def value(aws, stack, stage="AWSCURRENT"):
    reader = aws.acting_as(stack["ReaderRole"].attribute("Arn")).client("secretsmanager")
    answer = reader.get_secret_value(SecretId=stack["Secret"].physical_id, VersionStage=stage)
    return json.loads(answer["SecretString"])


def read(aws, stack, **event):
    answer = aws.client("lambda").invoke(FunctionName=stack["Reader"].physical_id, Payload=json.dumps(event))
    return json.load(answer["Payload"])


def rotate(aws, stack):
    aws.client("secretsmanager").rotate_secret(SecretId=stack["Secret"].physical_id)


@pytest.mark.slow
def test_the_deployment_renews_the_password_that_the_template_made(aws):
    stack = aws.deploy(DatabaseSecret(username="orders", password_length=40))

    new, old = value(aws, stack), value(aws, stack, "AWSPREVIOUS")

    assert new["username"] == old["username"] == "orders"
    assert new["password"] != old["password"]
    assert (len(new["password"]), len(old["password"])) == (40, 40)


@pytest.mark.slow
@pytest.mark.parametrize("punctuation", [True, False])
def test_both_passwords_keep_to_the_rules(aws, punctuation):
    stack = aws.deploy(DatabaseSecret(punctuation=punctuation, password_length=128))

    for stage in ("AWSCURRENT", "AWSPREVIOUS"):
        password = value(aws, stack, stage)["password"]
        assert not set(password) & set("\"'/@\\")
        assert password.isalnum() != punctuation


@pytest.mark.slow
def test_nobody_reads_who_is_not_named(aws):
    stack = aws.deploy(DatabaseSecret())

    with pytest.raises(ClientError) as refused:
        aws.client("secretsmanager").get_secret_value(SecretId=stack["Secret"].physical_id)

    said = refused.value.response["Error"]
    assert said["Code"] == "AccessDeniedException"
    assert said["Message"].endswith(" with an explicit deny in a resource-based policy")


@pytest.mark.slow
def test_the_reader_tells_the_fields_and_never_a_value(aws):
    stack = aws.deploy(DatabaseSecret())

    assert read(aws, stack) == {"fields": ["password", "username"], "kind": "dict"}


@pytest.mark.slow
def test_the_schedule_rotates_by_itself(aws):
    stack = aws.deploy(DatabaseSecret(rotation_days=7))
    before = value(aws, stack)

    aws.clock.advance(days=7)

    assert value(aws, stack, "AWSPREVIOUS") == before


@pytest.mark.slow
def test_a_refused_login_leaves_the_old_password_current_until_it_is_tried_again(aws):
    stack, functions = aws.deploy(DatabaseSecret()), aws.client("lambda")
    before, name = value(aws, stack), stack["Rotation"].physical_id
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {"DATABASE": "refuses"}})

    rotate(aws, stack)

    assert value(aws, stack) == before
    assert value(aws, stack, "AWSPENDING") != before
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {}})
    pending = value(aws, stack, "AWSPENDING")
    aws.clock.advance(minutes=5)
    assert value(aws, stack) == pending


@pytest.mark.slow
def test_a_disabled_key_stops_readers_and_rotation(aws):
    stack = aws.deploy(DatabaseSecret(own_key=True))
    before = value(aws, stack)
    aws.client("kms").disable_key(KeyId=stack["Key"].physical_id)

    rotate(aws, stack)

    with pytest.raises(ClientError) as refused:
        value(aws, stack)
    assert refused.value.response["Error"]["Code"] == "DecryptionFailure"
    assert read(aws, stack, fresh=True)["errorType"] == "SecretUndecryptable"
    aws.client("kms").enable_key(KeyId=stack["Key"].physical_id)
    assert value(aws, stack) == before


@pytest.mark.slow
def test_only_the_two_roles_and_the_named_readers_are_left_to_iam(aws):
    reader = "arn:aws:iam::123456789012:role/orders"
    stack = aws.deploy(DatabaseSecret(readers=(reader,)))

    [statement] = stack["SecretPolicy"].actual["ResourcePolicy"]["Statement"]

    assert (statement["Effect"], statement["Principal"]) == ("Deny", {"AWS": "*"})
    roles = [stack[name].attribute("Arn") for name in ("ReaderRole", "RotationRole")]
    assert statement["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": [*roles, reader]}}
    assert "SecretPolicy" not in DatabaseSecret(readers_only=False).to_dict()["Resources"]


@pytest.mark.slow
def test_replicas_are_made(aws):
    stack = aws.deploy(DatabaseSecret(replica_regions=("eu-west-1", "us-west-2")))

    answer = aws.client("secretsmanager").describe_secret(SecretId=stack["Secret"].physical_id)

    assert [replica["Region"] for replica in answer["ReplicationStatus"]] == ["eu-west-1", "us-west-2"]


@pytest.mark.parametrize("name", ["App", "1app", "app user", ""])
def test_a_user_has_a_name_that_databases_take_unquoted(name):
    with pytest.raises(ParameterError, match="small letters, digits and underscores"):
        DatabaseSecret(username=name)


@pytest.mark.parametrize(("choice", "earned"), [({"rotation": False}, "SEC-005"), ({"retain": False}, "SEC-007")])
def test_an_insecure_choice_earns_its_finding_and_going_back_is_the_remedy(choice, earned):
    ((parameter, _),) = choice.items()

    [finding] = check(DatabaseSecret(**choice), lint=False)

    assert (finding.id, finding.remedy.parameter) == (earned, parameter)
