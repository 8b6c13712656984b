import json

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox, ServiceRole, check, compare
from patterns.iam import Policies, Request, evaluate
from patterns.parameters import ParameterError

BASIC = "AWSLambdaBasicExecutionRole"
OURS, THEIRS = "123456789012", "999988887777"


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def called(aws, stack, do):
    event = {"do": do, "id": "1", "text": "milk"}
    answer = aws.client("lambda").invoke(FunctionName=stack["Function"].physical_id, Payload=json.dumps(event))
    return json.load(answer["Payload"])


def takes(role, service, account):
    """Whether the role's trust policy lets a service take it on for an account."""
    request = Request(service, "sts:AssumeRole", role.attribute("Arn"), context={"aws:SourceAccount": account})
    return evaluate(request, Policies(resource=role.actual["AssumeRolePolicyDocument"])).allowed


@pytest.mark.slow
def test_the_function_reads_and_writes_its_table_and_is_refused_a_delete(aws):
    stack = aws.deploy(ServiceRole())

    assert [called(aws, stack, do) for do in ("put", "get")] == [{"kept": "1"}, {"text": "milk"}]
    assert called(aws, stack, "delete")["errorMessage"].endswith(
        "because no identity-based policy allows the dynamodb:DeleteItem action"
    )
    assert aws.denials[-1].code == "AccessDeniedException"


@pytest.mark.slow
def test_the_boundary_takes_away_what_a_policy_gives(aws):
    stack = aws.deploy(ServiceRole(table_access="delete"))

    assert called(aws, stack, "delete")["errorMessage"].endswith(
        "because no permissions boundary allows the dynamodb:DeleteItem action"
    )

    stack.update(ServiceRole(table_access="delete", boundary=False))

    assert called(aws, stack, "delete") == {"gone": "1"}


@pytest.mark.parametrize(("boundary", "allowed"), [(False, True), (True, False)])
def test_the_boundary_holds_for_aws_s_policy_too(aws, boundary, allowed):
    role = aws.deploy(ServiceRole(managed_policy=BASIC, boundary=boundary)).outputs["RoleArn"]
    aws.client("logs").create_log_group(logGroupName="payments")
    logs = aws.acting_as(role).client("logs")

    try:
        logs.create_log_stream(logGroupName="payments", logStreamName="forged")
        made = True
    except ClientError as error:
        made = error.response["Error"]["Code"] != "AccessDeniedException"

    assert made == allowed


def test_a_service_takes_it_on_for_this_account_alone(aws):
    role = aws.deploy(ServiceRole(service="scheduler.amazonaws.com"))["Role"]
    open_role = aws.deploy(ServiceRole(service="scheduler.amazonaws.com", this_account_only=False), name="open")["Role"]

    assert [takes(role, "scheduler.amazonaws.com", account) for account in (OURS, THEIRS)] == [True, False]
    assert [takes(open_role, "scheduler.amazonaws.com", account) for account in (OURS, THEIRS)] == [True, True]
    assert not takes(role, "lambda.amazonaws.com", OURS)


def test_nobody_becomes_it_by_hand_nor_does_another_service(aws):
    role = aws.deploy(ServiceRole(service="ecs-tasks.amazonaws.com"))["Role"]

    with pytest.raises(ClientError, match="no role trust policy allows the sts:AssumeRole action"):
        aws.client("sts").assume_role(RoleArn=role.attribute("Arn"), RoleSessionName="me")

    assert takes(role, "ecs-tasks.amazonaws.com", OURS)
    assert not takes(role, "lambda.amazonaws.com", OURS)


@pytest.mark.parametrize(
    ("choice", "earned"),
    [
        ({"service": "scheduler.amazonaws.com", "this_account_only": False}, {"IAM-007"}),
        ({"service": "ecs-tasks.amazonaws.com", "this_account_only": False}, {"IAM-007"}),
        ({"boundary": False}, set()),  # what a boundary protects from is a later change, not this template
        ({"managed_policy": BASIC}, set()),  # AWS's own advice for a start; the page shows how far it reaches
    ],
)
def test_an_insecure_choice_earns_its_finding(choice, earned):
    assert {finding.id for finding in check(ServiceRole(**choice), lint=False)} == earned


def test_a_path_has_a_slash_at_both_ends():
    with pytest.raises(ParameterError, match="slashes at both ends, for example /services/"):
        ServiceRole(path_prefix="services")


@pytest.mark.parametrize(
    ("choice", "touched"),
    [
        ({"table_access": "read"}, {"Role"}),
        ({"session_hours": 2}, {"Role"}),
        ({"boundary": False}, {"Boundary", "Role"}),
    ],
)
def test_a_choice_touches_what_it_is_about(choice, touched):
    assert {one.logical_id for one in compare(ServiceRole(), ServiceRole(**choice))} == touched
