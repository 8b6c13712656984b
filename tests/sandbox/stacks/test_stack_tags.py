"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-resource-tags.html."""

from __future__ import annotations

import json
from typing import Any

import pytest

from patterns import Sandbox, SecureBucket, check
from patterns.sandbox.core.errors import StackFailed
from patterns.template.errors import ParameterError
from patterns.template.properties import at
from patterns.template.schema import schema
from tools.listing import providers
from tools.sampling import sampled
from tools.stage import on_stage

TEMPLATE = {
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"Tags": [{"Key": "team", "Value": "own"}]}},
        "Setting": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "x"}},
    }
}
CHILD = "Resources: {Queue: {Type: AWS::SQS::Queue}}\n"
TAGGED = [provider for provider in sorted(providers(), key=lambda each: each.type) if schema(provider.type).tags]


def tags(stack: Any, logical_id: str) -> Any:
    return stack[logical_id].actual.get("Tags")


def test_every_resource_gets_them_but_where_it_has_the_key_itself(aws: Sandbox) -> None:
    stack = aws.deploy(TEMPLATE, tags={"team": "shop", "cost": "7"})

    shop = [{"Key": "team", "Value": "shop"}, {"Key": "cost", "Value": "7"}]
    assert tags(stack, "Queue") == shop
    assert tags(stack, "Bucket") == [{"Key": "team", "Value": "own"}, {"Key": "cost", "Value": "7"}]
    assert tags(stack, "Setting") == {"team": "shop", "cost": "7"}
    assert stack.drift() == {}
    assert stack.tags == {"team": "shop", "cost": "7"}


def test_an_update_keeps_them_unless_it_gives_others_and_none_are_given_as_such(aws: Sandbox) -> None:
    stack = aws.deploy(TEMPLATE, tags={"team": "shop"})

    assert stack.update(TEMPLATE) == []
    assert [change.logical_id for change in stack.preview(TEMPLATE, tags={"team": "other"})] == ["Queue", "Setting"]
    stack.update(TEMPLATE, tags={"team": "other"})
    assert tags(stack, "Queue") == [{"Key": "team", "Value": "other"}]
    stack.update(TEMPLATE, tags={})
    assert tags(stack, "Queue") is None
    assert stack.tags == {}


def test_an_update_that_fails_brings_back_those_there_were(aws: Sandbox) -> None:
    stack = aws.deploy(TEMPLATE, tags={"team": "shop"})
    broken = {"Resources": {**TEMPLATE["Resources"], "Taken": {"Type": "AWS::SNS::Topic", "DependsOn": "Queue"}}}
    broken["Resources"]["Taken"]["Properties"] = {"TopicName": "a name that no topic has"}

    with pytest.raises(StackFailed):
        stack.update(broken, tags={"team": "other"})

    assert tags(stack, "Queue") == [{"Key": "team", "Value": "shop"}]
    assert stack.tags == {"team": "shop"}


def test_nested_stacks_hand_them_on(aws: Sandbox) -> None:
    aws.client("s3").create_bucket(Bucket="templates")
    aws.client("s3").put_object(Bucket="templates", Key="child.yaml", Body=CHILD)
    address = "https://templates.s3.amazonaws.com/child.yaml"
    parent = {"Resources": {"Child": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": address}}}}

    aws.deploy(parent, name="outer", tags={"team": "shop"})

    [child] = [stack for stack in aws.stacks if stack.name != "outer"]
    assert tags(child, "Queue") == [{"Key": "team", "Value": "shop"}]


@pytest.mark.slow
def test_instances_of_a_group_get_them_as_well(aws: Sandbox) -> None:
    group = next(provider for provider in TAGGED if provider.type == "AWS::AutoScaling::AutoScalingGroup")
    [example] = on_stage(aws, group.examples[0])

    stack = aws.deploy({"Resources": {"Group": {"Type": group.type, "Properties": example}}}, tags={"team": "shop"})

    assert {"Key": "team", "Value": "shop", "PropagateAtLaunch": True} in tags(stack, "Group")


def test_by_the_api_they_are_the_same_tags(aws: Sandbox) -> None:
    cloudformation = aws.client("cloudformation")
    shop, other = ([{"Key": "team", "Value": value}] for value in ("shop", "other"))

    cloudformation.create_stack(StackName="q", TemplateBody=json.dumps(TEMPLATE), Tags=shop)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="q")
    [stack] = aws.stacks
    assert tags(stack, "Queue") == shop
    assert cloudformation.describe_stacks(StackName="q")["Stacks"][0]["Tags"] == shop
    cloudformation.update_stack(StackName="q", UsePreviousTemplate=True, Tags=other)
    cloudformation.get_waiter("stack_update_complete").wait(StackName="q")

    assert tags(stack, "Queue") == other


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"aws:mine": "x"}, "keys that begin with aws: are AWS's own"),
        ({"": "x"}, "tag key '': a key is a text of 1 to 128 characters"),
        ({"k" * 129: "x"}, "a key is a text of 1 to 128 characters"),
        ({"k": "v" * 257}, "a value has at most 256 characters"),
        ({"k": ["v"]}, "a value has at most 256 characters"),
        ({str(number): "x" for number in range(51)}, "51 tags: a stack has at most 50"),
        ([("k", "v")], "tags must be a mapping of keys to values"),
    ],
)
def test_what_no_stack_can_have_is_refused_and_nothing_made(aws: Sandbox, given: Any, refusal: str) -> None:
    with pytest.raises(ParameterError, match=refusal):
        aws.deploy(TEMPLATE, tags=given)

    assert aws.stacks == []


def test_a_template_whose_stack_has_tags_is_not_untagged() -> None:
    untagged = {finding.resource for finding in check(TEMPLATE, lint=False) if finding.id == "TAG-001"}

    assert untagged == {"Queue", "Setting"}
    assert "TAG-001" not in {finding.id for finding in check(TEMPLATE, lint=False, tags={"team": "shop"})}


def test_remedies_are_those_with_the_tags() -> None:
    bucket = SecureBucket(versioning=False)
    plain, tagged = (check(bucket, lint=False, tags=given) for given in (None, {"team": "shop"}))

    assert [finding.remedy for finding in tagged] == [finding.remedy for finding in plain if finding.id != "TAG-001"]


@pytest.mark.parametrize(
    "provider", sampled([pytest.param(provider, id=provider.type) for provider in TAGGED], 2, slow=3)
)
def test_every_type_that_carries_tags_carries_those_of_its_stack_or_says_so(aws: Sandbox, provider: Any) -> None:
    [example] = on_stage(aws, max(provider.examples, key=len))
    template = {"Resources": {"One": {"Type": provider.type, "Properties": example}}}

    stack = aws.deploy(template, tags={"team": "shop"})

    name = schema(provider.type).tags
    assert name is not None
    one = stack["One"]
    carried = "shop" in str(at(one.actual, *name.split(".")))
    assert carried or any(path.startswith(name) for path in one.unsimulated)
    assert stack.drift() == {}
