"""What is particular to the tags: what carries them, what hands them on, and the text of the two rules."""

import json

import pytest

from patterns import ResourceTags, Sandbox
from patterns.parameters import ParameterError
from tools.sampling import sampled

FIVE = {"AutoShutdown", "CostCenter", "Environment", "Owner", "Project"}
LINK = "aws:ec2launchtemplate:"


def told(tags):
    return {tag["Key"]: tag["Value"] for tag in tags or () if not tag["Key"].startswith(LINK)}


def started(aws, stack):
    """The tags of an instance started from the stack's launch template, and of its only volume."""
    ec2 = aws.client("ec2")
    template = {"LaunchTemplateId": stack["LaunchTemplate"].physical_id}
    [made] = ec2.run_instances(LaunchTemplate=template, MinCount=1, MaxCount=1)["Instances"]
    mine = [{"Name": "attachment.instance-id", "Values": [made["InstanceId"]]}]
    [volume] = ec2.describe_volumes(Filters=mine)["Volumes"]
    return told(made["Tags"]), told(volume.get("Tags"))


def statements(aws, stack):
    iam, arn = aws.client("iam"), stack.outputs["PolicyArn"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"]
    return {one["Sid"]: one for one in document["Statement"]}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [("prod", "false"), pytest.param("staging", "true", marks=pytest.mark.long), ("dev", "true")],
)
def test_only_production_is_left_running_at_night(environment, expected):
    with Sandbox() as aws:
        stack = aws.deploy(ResourceTags(environment=environment))

        bucket = told(stack["DataBucket"].actual["Tags"])
        instance, _ = started(aws, stack)
        assert (bucket["AutoShutdown"], instance["AutoShutdown"]) == (expected, expected)


@pytest.mark.slow
def test_what_is_started_and_its_volume_carry_the_tags_of_the_stack():
    with Sandbox() as aws:
        stack = aws.deploy(ResourceTags())

        instance, volume = started(aws, stack)
        assert instance == volume == told(stack["DataBucket"].actual["Tags"])
        assert instance.keys() == FIVE


@pytest.mark.slow
def test_without_tags_on_volumes_the_volume_has_none():
    with Sandbox() as aws:
        instance, volume = started(aws, aws.deploy(ResourceTags(volume_tags=False)))

        assert (instance.keys(), volume) == (FIVE, {})


@pytest.mark.slow
def test_the_denial_has_a_statement_for_each_tag_and_names_what_is_launched_only():
    with Sandbox() as aws:
        found = statements(aws, aws.deploy(ResourceTags(environments=("dev", "test"), owner_pattern="*@shop.example")))

        assert {one["Effect"] for one in found.values()} == {"Deny"}
        assert {tuple(one["Resource"]) for one in found.values()} == {
            ("arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:*:*:volume/*")
        }
        assert {name: one["Condition"] for name, one in found.items()} == {
            "EnvironmentNotAllowed": {"StringNotEquals": {"aws:RequestTag/Environment": ["dev", "test"]}},
            "OwnerNotAllowed": {"StringNotLike": {"aws:RequestTag/Owner": "*@shop.example"}},
            "ProjectMissing": {"Null": {"aws:RequestTag/Project": "true"}},
            "CostCenterMissing": {"Null": {"aws:RequestTag/CostCenter": "true"}},
            "AutoShutdownMissing": {"Null": {"aws:RequestTag/AutoShutdown": "true"}},
            "ProductionShutDown": {
                "StringEquals": {"aws:RequestTag/Environment": "prod", "aws:RequestTag/AutoShutdown": "true"}
            },
        }


@pytest.mark.slow
def test_the_tag_policy_is_an_output_and_no_resource():
    tags = ResourceTags(enforcement="tag_policy", environments=("dev", "prod"))
    with Sandbox() as aws:
        stack = aws.deploy(tags)

        policy = json.loads(stack.outputs["TagPolicy"])["tags"]
        assert {rule["tag_key"]["@@assign"] for rule in policy.values()} == FIVE
        assert policy["environment"]["tag_value"] == {"@@assign": ["dev", "prod"]}
        assert policy["owner"]["tag_value"] == {"@@assign": ["*@example.com"]}
        assert "tag_value" not in policy["costcenter"]
        assert "DenyUntagged" not in stack


def test_no_environment_at_all_is_refused():
    with pytest.raises(ParameterError, match="allows none: name at least one environment"):
        ResourceTags(environments=())


def evening(aws, **choices):
    """The state of a development and of a production instance just after eight in the evening, in UTC."""
    found = {}
    for environment, shutdown in (("dev", True), ("prod", False)):
        chosen = {"shutdown": shutdown, **choices}
        stack = aws.deploy(ResourceTags(environment=environment, **chosen), name=environment)
        template = {"LaunchTemplateId": stack["LaunchTemplate"].physical_id}
        [made] = aws.client("ec2").run_instances(LaunchTemplate=template, MinCount=1, MaxCount=1)["Instances"]
        found[environment] = made["InstanceId"]
    aws.clock.advance(hours=20, minutes=1)
    reservations = aws.client("ec2").describe_instances()["Reservations"]
    states = {
        instance["InstanceId"]: instance["State"]["Name"] for found in reservations for instance in found["Instances"]
    }
    return {environment: states[name] for environment, name in found.items()}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("choices", "development"),
    sampled(
        [
            ({}, "stopped"),
            ({"shutdown_hour": 21}, "running"),
            ({"time_zone": "Europe/Berlin", "shutdown_hour": 21}, "stopped"),
            ({"time_zone": "America/New_York", "shutdown_hour": 16}, "running"),
            ({"shutdown": False}, "running"),
        ],
        2,
        rows=True,
    ),
)
def test_in_the_evening_development_is_stopped_and_production_runs_on(choices, development):
    with Sandbox() as aws:
        assert evening(aws, **choices) == {"dev": development, "prod": "running"}


def test_the_function_may_stop_what_is_tagged_for_it_outside_production_and_nothing_else():
    role = ResourceTags().to_dict()["Resources"]["ShutdownRole"]["Properties"]
    [document] = [policy["PolicyDocument"] for policy in role["Policies"]]
    [stop] = [one for one in document["Statement"] if "ec2:StopInstances" in one["Action"]]

    assert stop["Condition"] == {
        "StringEquals": {"aws:ResourceTag/AutoShutdown": "true"},
        "StringNotEquals": {"aws:ResourceTag/Environment": "prod"},
    }
