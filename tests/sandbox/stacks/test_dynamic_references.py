"""Dynamic references in what is deployed: what they stand for, what is hidden, what is refused."""

import json

import pytest

from patterns import Sandbox
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import TemplateError
from tools.clearing import standing

PLAIN = "{{resolve:ssm:/app/size}}"
PASSWORD = "{{resolve:secretsmanager:db:SecretString:password}}"


@pytest.fixture
def aws():
    with Sandbox() as account:
        account.client("ssm").put_parameter(Name="/app/size", Type="String", Value="small")
        account.client("secretsmanager").create_secret(
            Name="db", SecretString=json.dumps({"user": "app", "password": "hunter2", "port": 5432})
        )
        yield account


def template(value, description="One.", **outputs):
    properties = {"Type": "String", "Name": "/shown", "Value": value, "Description": description}
    return {
        "Resources": {"A": {"Type": "AWS::SSM::Parameter", "Properties": properties}},
        **({"Outputs": {name: {"Value": text} for name, text in outputs.items()}} if outputs else {}),
    }


def test_a_plain_reference_is_resolved_inside_its_text_and_stays_as_written_in_what_is_declared(aws):
    stack = aws.deploy(template(f"size={PLAIN}", Out=PLAIN, Secret=PASSWORD))

    assert stack["A"].actual["Value"] == "size=small"
    assert stack["A"].declared["Value"] == f"size={PLAIN}"
    assert stack.drift() == {}
    assert stack["A"].unsimulated == ()
    assert stack.outputs == {"Out": "small", "Secret": PASSWORD}


@pytest.mark.slow
def test_a_reference_may_name_a_version_and_be_a_number(aws):
    ssm = aws.client("ssm")
    ssm.put_parameter(Name="/app/days", Type="String", Value="7")
    ssm.put_parameter(Name="/app/days", Type="String", Value="30", Overwrite=True)
    properties = {"RetentionInDays": "{{resolve:ssm:/app/days:1}}"}

    stack = aws.deploy({"Resources": {"A": {"Type": "AWS::Logs::LogGroup", "Properties": properties}}})

    assert stack["A"].actual["RetentionInDays"] == 7
    assert stack.drift() == {}


def test_a_changed_value_arrives_with_the_next_change_of_its_resource_as_in_cloudformation(aws):
    stack = aws.deploy(template(PLAIN))
    aws.client("ssm").put_parameter(Name="/app/size", Type="String", Value="large", Overwrite=True)
    assert stack.update(template(PLAIN)) == []
    assert stack["A"].actual["Value"] == "small"

    stack.update(template(PLAIN, description="Two."))

    assert stack["A"].actual["Value"] == "large"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (PASSWORD, "hunter2"),
        ("{{resolve:secretsmanager:db:SecretString:port}}", "5432"),
        ("{{resolve:secretsmanager:db:SecretString:user:AWSCURRENT}}", "app"),
        ("{{resolve:secretsmanager:db}}", '{"user": "app", "password": "hunter2", "port": 5432}'),
    ],
)
def test_a_secret_reaches_the_resource(aws, reference, expected):
    stack = aws.deploy(template(reference))

    assert aws.client("ssm").get_parameter(Name="/shown")["Parameter"]["Value"] == expected
    assert stack["A"].declared["Value"] == reference
    assert stack.drift() == {}


def test_a_secret_is_in_no_event_report_drift_or_repr(aws):
    stack = aws.deploy(template(PASSWORD))
    aws.client("ssm").put_parameter(Name="/shown", Type="String", Value="hunter2 again", Overwrite=True)

    [drifted] = stack.drift()["A"]
    assert (drifted.declared, drifted.actual) == ("****", "**** again")
    told = [
        str(one)
        for one in (stack.events, stack.report(), stack["A"], stack["A"].declared, stack.preview(template("other")))
    ]
    assert "hunter2" not in "".join(told)


def test_a_secret_in_a_services_refusal_is_hidden(aws):
    with pytest.raises(StackFailed) as refused:
        aws.deploy({"Resources": {"A": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": PASSWORD}}}})

    assert "hunter2" not in str(refused.value) + str(refused.value.events)
    assert "****" in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        (
            "{{resolve:secretsmanager:nobody}}",
            "Secrets Manager can't find the specified secret. "
            "(Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException)",
        ),
        ("{{resolve:secretsmanager:db:SecretString:none}}", "Could not find a value associated with JSONKey"),
        ("{{resolve:secretsmanager:text:SecretString:none}}", "Could not parse SecretString JSON"),
    ],
)
def test_a_secret_or_key_that_is_not_there_fails_the_resource(aws, reference, reason):
    aws.client("secretsmanager").create_secret(Name="text", SecretString="not an object")

    with pytest.raises(StackFailed) as refused:
        aws.deploy(template(reference))

    assert reason in str(refused.value)
    assert refused.value.status == "ROLLBACK_COMPLETE"
    assert [event.status for event in refused.value.events if event.logical_id == "A"] == ["CREATE_FAILED"]
    assert standing(aws) == []


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("{{resolve:ssm:/no/such}}", "Parameters: [ssm:/no/such] cannot be found."),
        ("{{resolve:ssm:/app/size:9}}", "Parameters: [ssm:/app/size:9] cannot be found."),
        ("{{resolve:ssm:/app/size:}}", "Incorrect format is used in the following SSM reference"),
        ("{{resolve:ssm:/app/key}}", "Parameters [/app/key] referenced by template have types not supported"),
        ("{{resolve:ssm-secure:/app/key}}", "SSM Secure reference is not supported in: [AWS::SSM::Parameter/"),
    ],
)
def test_what_cloudformation_refuses_at_once_is_refused_with_its_line(aws, reference, message):
    aws.client("ssm").put_parameter(Name="/app/key", Type="SecureString", Value="hunter2")

    with pytest.raises(TemplateError) as refused:
        aws.deploy(template(reference))

    assert message in refused.value.message
    assert refused.value.line is not None
    assert standing(aws) == []
