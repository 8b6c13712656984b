"""What is special about secrets: where their value comes from, and that nothing shows it."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed

RULES = {"SecretStringTemplate": '{"username": "app"}', "GenerateStringKey": "password", "PasswordLength": 20}


def template(**properties):
    return {"Resources": {"One": {"Type": "AWS::SecretsManager::Secret", "Properties": properties}}}


def value(aws, stack):
    return aws.client("secretsmanager").get_secret_value(SecretId=stack["One"].physical_id)["SecretString"]


def generated(seed):
    with Sandbox(seed=seed) as aws:
        return value(aws, aws.deploy(template(GenerateSecretString=RULES), name="app"))


@pytest.mark.slow
def test_generated_value_follows_its_rules_and_repeats():
    found = json.loads(generated(0))

    assert (found["username"], len(found["password"])) == ("app", 20)
    assert generated(0) == generated(0)
    assert generated(0) != generated(1)


def test_read_back_does_not_hold_a_generated_value():
    with Sandbox() as aws:
        stack = aws.deploy(template(GenerateSecretString=RULES), name="app")
        password = json.loads(value(aws, stack))["password"]

        assert password not in str(stack["One"].actual)
        assert password not in str(stack.snapshot())
        assert stack["One"].unsimulated == ()


def test_value_changes_with_what_the_template_says_of_it_only():
    with Sandbox() as aws:
        stack = aws.deploy(template(GenerateSecretString=RULES), name="app")
        first = value(aws, stack)

        stack.update(template(GenerateSecretString=RULES, Description="Another text."))
        assert value(aws, stack) == first

        stack.update(template(GenerateSecretString={**RULES, "PasswordLength": 30}))
        assert len(json.loads(value(aws, stack))["password"]) == 30


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"SecretString": "x", "GenerateSecretString": {}}, "You can't specify both"),
        ({"GenerateSecretString": {"SecretStringTemplate": "text", "GenerateStringKey": "a"}}, "must be a JSON object"),
    ],
)
def test_value_that_cannot_be_is_refused(properties, said):
    with Sandbox() as aws:
        with pytest.raises(StackFailed, match=said):
            aws.deploy(template(**properties), name="app")

        assert aws.client("secretsmanager").list_secrets()["SecretList"] == []
