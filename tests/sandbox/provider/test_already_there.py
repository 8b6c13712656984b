"""A resource that is there already belongs to whoever made it: a second one is refused, or is another."""

from typing import Any

import pytest

from patterns.sandbox.core.errors import StackFailed
from patterns.sandbox.provider.base import Provider
from tools.clearing import standing
from tools.listing import account_listing, providers
from tools.sampling import long_case
from tools.stage import on_stage

PROVIDERS = sorted(providers(), key=lambda one: one.type)
EXAMPLES = [
    pytest.param(provider, example, id=f"{provider.type}-{number}")
    for provider in PROVIDERS
    for number, example in enumerate(provider.examples)
]
GUARDED = {type(one) for one in PROVIDERS if type(one).taken is not Provider.taken}
WIDEST = {provider.type: max(provider.examples, key=len) for provider in PROVIDERS}
SAMPLED = [
    case if type(case.values[0]) in GUARDED and case.values[1] is WIDEST[case.values[0].type] else long_case(case)
    for case in EXAMPLES
]
"""The widest example of each type that looks before it makes; the others, whose services refuse, in the long sweep."""


def template(provider: Provider, example: dict[str, Any], *names: str, **attributes: str) -> dict[str, Any]:
    body = {"Type": provider.type, "Properties": example, **attributes}
    return {"Resources": dict.fromkeys(names, body)}


def is_shared(provider: Provider, example: dict[str, Any]) -> bool:
    """Whether a second one takes the place of the first, or is the first, on AWS.

    An instance has the last address it was given, and the one before has none:
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateAddress.html
    """
    return bool(provider.shared) or (provider.type == "AWS::EC2::EIP" and "InstanceId" in example)


def refusal(act: Any) -> str:
    """What a deployment was refused with; empty when it was not."""
    try:
        act()
    except StackFailed as failed:
        return "; ".join(failed.reasons)
    return ""


@pytest.mark.slow
@pytest.mark.parametrize(("provider", "example"), SAMPLED)
def test_a_second_stack_leaves_the_first_one_its_resource(aws, provider, example):
    [example] = on_stage(aws, example)
    first = aws.deploy(template(provider, example, "One"), name="first")
    before = account_listing(aws)

    refused = refusal(lambda: aws.deploy(template(provider, example, "Two"), name="second"))

    if not refused and not is_shared(provider, example):
        second = next(stack for stack in aws.stacks if stack.name == "second")
        assert second["Two"].physical_id != first["One"].physical_id
        second.delete()
    if not is_shared(provider, example):
        assert first["One"].exists
        assert first.drift() == {}
        assert account_listing(aws) == before


@pytest.mark.slow
@pytest.mark.parametrize(("provider", "example"), SAMPLED)
def test_a_renamed_logical_id_never_ends_with_the_resource_gone(aws, provider, example):
    [example] = on_stage(aws, example)
    stack = aws.deploy(template(provider, example, "One"), name="first")

    refusal(lambda: stack.update(template(provider, example, "Two")))

    if not provider.shared:
        assert all(stack[name].exists for name in stack)
        assert stack.drift() == {}


@pytest.mark.parametrize(("provider", "example"), SAMPLED)
def test_what_no_stack_owns_is_left_as_it_is(aws, provider, example):
    [example] = on_stage(aws, example)
    kept = aws.deploy(template(provider, example, "One", DeletionPolicy="Retain"), name="first")
    member = kept["One"].member
    kept.delete()
    target = member.target(aws, "first")
    before = provider.read(aws, [target])

    refused = refusal(lambda: aws.deploy(template(provider, example, "Two"), name="second"))
    owners = [stack["Two"].physical_id for stack in aws.stacks if stack.name == "second" and "Two" in list(stack)]

    assert provider.shared or provider.adopts or bool(refused) or owners != [member.physical_id]
    assert is_shared(provider, example) or provider.read(aws, [target]) == before


@pytest.mark.parametrize(
    ("type_name", "properties"),
    [
        ("AWS::SNS::Topic", {"TopicName": "orders"}),
        ("AWS::SQS::Queue", {"QueueName": "orders"}),
        ("AWS::CloudWatch::Dashboard", {"DashboardName": "orders", "DashboardBody": '{"widgets": []}'}),
        ("AWS::DynamoDB::Table", {
            "TableName": "orders", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        }),
        ("AWS::Logs::LogGroup", {"LogGroupName": "orders"}),
    ],
)  # fmt: skip
def test_one_name_for_two_logical_ids_fails_with_already_exists(aws, type_name, properties):
    body = {"Type": type_name, "Properties": properties}

    with pytest.raises(StackFailed, match=r"already exists.*\(HandlerErrorCode: AlreadyExists\)"):
        aws.deploy({"Resources": {"One": body, "Two": body}})

    assert standing(aws) == []


def test_a_queue_made_by_hand_stays_when_a_stack_wants_its_name(aws):
    url = aws.client("sqs").create_queue(QueueName="orders")["QueueUrl"]

    with pytest.raises(StackFailed, match=r"with identifier '.*orders' already exists"):
        aws.deploy({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}}})

    assert aws.client("sqs").list_queues()["QueueUrls"] == [url]


def test_a_policy_that_another_stack_put_into_a_role_is_refused_by_name(aws):
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "app", "AssumeRolePolicyDocument": TRUST}}
    read = {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "read", "Roles": ["app"], "PolicyDocument": READ}}
    aws.deploy({"Resources": {"Role": role, "Read": read | {"DependsOn": "Role"}}}, name="one")

    with pytest.raises(StackFailed, match=r"already managed by another stack.*Found stacks: \[one\|Read\]"):
        aws.deploy({"Resources": {"Read": read}}, name="two")

    assert aws.client("iam").list_role_policies(RoleName="app")["PolicyNames"] == ["read"]


TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
READ = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}
