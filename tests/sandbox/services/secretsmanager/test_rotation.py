"""Each private name of moto's Secrets Manager that the patch touches, by what the service answers through it."""

import pytest

from tools.stage import on_stage


@pytest.fixture
def rotation(aws):
    [asked] = on_stage(aws, {"SecretId": "{secret}", "RotationLambdaARN": "{rotation_function.Arn}"})
    return asked


def test_rules_of_a_rotation_are_kept(aws, rotation):  # rotate_secret, FakeSecret.to_dict
    client, rules = aws.client("secretsmanager"), {"ScheduleExpression": "rate(10 days)", "Duration": "3h"}

    client.rotate_secret(**rotation, RotationRules=rules, RotateImmediately=False)

    answer = client.describe_secret(SecretId=rotation["SecretId"])
    assert (answer["RotationRules"], answer["RotationEnabled"]) == (rules, True)


def test_rotation_that_is_only_tried_leaves_one_version(aws, rotation):  # versions, version_stages
    client = aws.client("secretsmanager")

    client.rotate_secret(**rotation, RotationRules={"AutomaticallyAfterDays": 30}, RotateImmediately=False)

    [stages] = client.describe_secret(SecretId=rotation["SecretId"])["VersionIdsToStages"].values()
    assert stages == ["AWSCURRENT"]


def test_rotation_that_did_not_come_to_its_end_leaves_the_value(aws, rotation):  # set_default_version_id
    client = aws.client("secretsmanager")

    client.rotate_secret(**rotation, RotationRules={"AutomaticallyAfterDays": 30})

    assert client.get_secret_value(SecretId=rotation["SecretId"])["SecretString"] == "staged"


def test_description_can_be_taken_away(aws):  # update_secret
    client = aws.client("secretsmanager")
    client.create_secret(Name="data", SecretString="x", Description="Old.")

    client.update_secret(SecretId="data", Description="")

    assert "Description" not in client.describe_secret(SecretId="data")
