import pytest

from patterns.template.dynamic import DynamicReference, check_places, dynamic_references, settled, unsettled
from patterns.template.errors import TemplateError
from patterns.template.values import Unknown

ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("ssm:/app/size", {"service": "ssm", "name": "/app/size"}),
        ("ssm:size:3", {"service": "ssm", "name": "size", "version": "3"}),
        ("ssm-secure:key:12", {"service": "ssm-secure", "name": "key", "version": "12"}),
        ("secretsmanager:db", {"service": "secretsmanager", "name": "db"}),
        ("secretsmanager:db:SecretString", {"service": "secretsmanager", "name": "db"}),
        ("secretsmanager:db:SecretString:user", {"service": "secretsmanager", "name": "db", "json_key": "user"}),
        (
            f"secretsmanager:{ARN}:SecretString:user:AWSPREVIOUS",
            {"service": "secretsmanager", "name": ARN, "json_key": "user", "stage": "AWSPREVIOUS"},
        ),
        (
            "secretsmanager:db:SecretString:::v1",
            {"service": "secretsmanager", "name": "db", "version": "v1"},
        ),
    ],
)
def test_a_reference_is_read_in_its_parts(rest, expected):
    text = f"{{{{resolve:{rest}}}}}"

    assert list(dynamic_references({"A": [f"before {text} after"]})) == [
        (("A", 0), DynamicReference(text=text, **expected))
    ]


@pytest.mark.parametrize(
    ("rest", "service"),
    [
        ("ssm:", "SSM"),
        ("ssm:/app/size:", "SSM"),
        ("ssm:/app/size:latest", "SSM"),
        ("ssm-secure:a b", "SSM"),
        ("secretsmanager:", "Secrets Manager"),
        ("secretsmanager:db:SecretBinary", "Secrets Manager"),
        ("secretsmanager:db:SecretString:a:b:c:d", "Secrets Manager"),
    ],
)
def test_a_reference_that_is_written_wrong_is_shown_whole(rest, service):
    with pytest.raises(TemplateError) as refused:
        list(dynamic_references([f"{{{{resolve:{rest}}}}}"]))

    message = f"Incorrect format is used in the following {service} reference: [{{{{resolve:{rest}}}}}]"
    assert (refused.value.message, refused.value.path) == (message, (0,))


def test_references_are_replaced_where_they_stand_and_nothing_else_is():
    value = {"A": ["x {{resolve:ssm:a}} y {{resolve:ssm:b}}", 5], "B": "{{other}}"}

    assert settled(value, lambda found: found.name.upper()) == {"A": ["x A y B", 5], "B": "{{other}}"}
    assert unsettled(value) == {"A": [Unknown(value["A"][0]), 5], "B": "{{other}}"}


def test_a_secure_string_may_stand_only_where_cloudformation_lists_it():
    secure = "{{resolve:ssm-secure:password:1}}"
    check_places("AWS::RDS::DBInstance", {"MasterUserPassword": secure}, ())

    with pytest.raises(TemplateError) as refused:
        check_places("AWS::SQS::Queue", {"QueueName": secure, "Tags": [{"Key": "a", "Value": secure}]}, ("P",))

    places = "AWS::SQS::Queue/Properties/QueueName,AWS::SQS::Queue/Properties/Tags/Value"
    assert refused.value.message == f"SSM Secure reference is not supported in: [{places}]"
    assert refused.value.path == ("P", "QueueName")
