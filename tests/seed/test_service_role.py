"""The published snippet of a service role: correct in the main, and what AWS's policy in it allows besides."""

from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox, check
from patterns.iam.levels import granted
from patterns.template.errors import TemplateError

SNIPPETS = Path(__file__).parent / "service_role"
PUBLISHED, COMPLETED = SNIPPETS / "published.yaml", SNIPPETS / "completed.yaml"
BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
ITEM = {"id": {"S": "1"}}


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def client(aws, stack, service):
    return aws.acting_as(stack["LambdaExecutionRole"].attribute("Arn")).client(service)


def test_as_published_it_is_no_template(aws):
    with pytest.raises(TemplateError, match=r"Invalid template property or properties \[LambdaExecutionRole\]"):
        aws.deploy(PUBLISHED)


def test_it_is_completed_by_lines_that_say_so():
    published, lines = PUBLISHED.read_text().splitlines(), COMPLETED.read_text().splitlines()

    added, rest = lines[: -len(published)], lines[-len(published) :]

    assert [line for line in added if "  # completed: " not in line] == []
    assert [line.removeprefix("  ") for line in rest] == published


def test_it_reads_and_writes_its_table_and_is_refused_a_delete(aws):
    stack = aws.deploy(COMPLETED)
    dynamodb, table = client(aws, stack, "dynamodb"), stack["Table"].physical_id

    dynamodb.put_item(TableName=table, Item=ITEM)
    assert dynamodb.get_item(TableName=table, Key=ITEM)["Item"] == ITEM
    with pytest.raises(ClientError, match="no identity-based policy allows the dynamodb:DeleteItem action") as refused:
        dynamodb.delete_item(TableName=table, Key=ITEM)

    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert stack.drift() == {}


def test_aws_s_policy_lets_it_write_any_log_and_make_new_ones(aws):
    stack = aws.deploy(COMPLETED)
    aws.client("logs").create_log_group(logGroupName="payments")
    logs = client(aws, stack, "logs")

    logs.create_log_stream(logGroupName="payments", logStreamName="forged")
    logs.create_log_group(logGroupName="anything")

    document = aws.client("iam").get_policy_version(PolicyArn=BASIC, VersionId="v1")["PolicyVersion"]["Document"]
    names = sorted(name for grant in granted([document]) for name in grant.actions)
    assert names == ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]


def test_its_role_has_no_finding_of_its_own_but_no_owner():
    found = [one.id for one in check(COMPLETED, lint=False) if one.resource == "LambdaExecutionRole"]

    assert found == ["TAG-001"]
