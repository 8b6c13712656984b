from typing import Annotated, ClassVar

import pytest
from troposphere import Ref, Tags, autoscaling, s3, sqs, ssm

from patterns import Sandbox, SecureBucket, ThreeTierVpc
from patterns.analysis.lint import lint
from patterns.parameters import Switch
from patterns.pattern import Parameter, Pattern
from patterns.scope import Exports


class TwoBuckets(Pattern):
    """Two safe buckets, and a queue."""

    title: ClassVar[str] = "Two?"
    pillar: ClassVar[str] = "Security"
    minutes: ClassVar[int] = 1

    queue: Annotated[bool, Parameter(Switch(label="Queue", help="Costs a queue."))] = True

    def build(self, scope):
        left = scope.include("Left", SecureBucket(encryption="aws:kms"))
        right = scope.include("Right", SecureBucket(access_logs=False))
        if self.queue:
            scope.add("Queue", sqs.Queue, Tags=Tags(Owner="own@example.com", Team="data"))
        scope.add("Setting", ssm.Parameter, Type="String", Value=Ref(right.bucket), Tags={"Team": "data"})
        return Exports(left=left.bucket, right=right.bucket)


@pytest.mark.slow
def test_included_recipes_work_under_their_prefix():
    body = TwoBuckets(queue=False).to_dict()

    assert list(body["Resources"]) == [
        "LeftKey", "LeftKeyAlias", "LeftLogBucket", "LeftBucket", "LeftBucketPolicy", "LeftLogBucketPolicy",
        "RightBucket", "RightBucketPolicy", "Setting",
    ]  # fmt: skip
    assert list(body["Outputs"]) == ["LeftBucketName", "LeftBucketArn", "RightBucketName", "RightBucketArn"]
    assert body["Resources"]["LeftBucketPolicy"]["Properties"]["Bucket"] == {"Ref": "LeftBucket"}
    assert lint(body) == []


@pytest.mark.slow
def test_an_included_recipe_can_be_deployed_twice_in_one_template():
    class Twice(TwoBuckets):
        """Twice the same."""

        def build(self, scope):
            scope.include("One", SecureBucket(encryption="aws:kms", access_logs=False))
            scope.include("Two", SecureBucket(encryption="aws:kms", access_logs=False))
            return Exports()

    with Sandbox() as aws:
        stack = aws.deploy(Twice())

        assert stack["OneKeyAlias"].physical_id == "alias/twice/OneKey"
        assert stack["TwoKeyAlias"].physical_id == "alias/twice/TwoKey"


def test_everything_taggable_carries_the_five_tags_and_its_own_win():
    resources = TwoBuckets().to_dict()["Resources"]

    bucket = {tag["Key"]: tag["Value"] for tag in resources["LeftBucket"]["Properties"]["Tags"]}
    queue = {tag["Key"]: tag["Value"] for tag in resources["Queue"]["Properties"]["Tags"]}
    assert bucket == {
        "AutoShutdown": {"Fn::If": ["IsProduction", "false", "true"]},
        "CostCenter": {"Ref": "CostCenter"},
        "Environment": {"Ref": "Environment"},
        "Owner": {"Ref": "OwnerEmail"},
        "Project": {"Ref": "ProjectName"},
    }
    assert queue == bucket | {"Owner": "own@example.com", "Team": "data"}
    assert len(resources["Queue"]["Properties"]["Tags"]) == 6
    assert "Tags" not in resources["LeftBucketPolicy"]["Properties"]


def test_a_type_whose_tags_are_a_map_gets_a_map():
    tags = TwoBuckets().to_dict()["Resources"]["Setting"]["Properties"]["Tags"]

    assert tags["Team"] == "data"
    assert tags["Owner"] == {"Ref": "OwnerEmail"}


def test_a_group_of_instances_hands_its_tags_on():
    class Grouped(TwoBuckets):
        def build(self, scope):
            sizes = {"MinSize": "0", "MaxSize": "1", "AvailabilityZones": ["us-east-1a"]}
            scope.add("Group", autoscaling.AutoScalingGroup, **sizes, Tags=autoscaling.Tags(Team=("data", True)))
            return Exports()

    tags = Grouped().to_dict()["Resources"]["Group"]["Properties"]["Tags"]

    assert {"Key": "Team", "Value": "data", "PropagateAtLaunch": True} in tags
    assert {"Key": "Owner", "Value": {"Ref": "OwnerEmail"}, "PropagateAtLaunch": True} in tags
    assert len(tags) == 6


def test_deploy_time_parameters_are_declared_once_and_only_when_used():
    class Bare(TwoBuckets):
        """Nothing to tag."""

        def build(self, scope):
            scope.add("Policy", s3.BucketPolicy, Bucket="there", PolicyDocument={})
            return Exports()

    assert list(TwoBuckets().to_dict()["Parameters"]) == ["Environment", "ProjectName", "CostCenter", "OwnerEmail"]
    assert "Parameters" not in Bare().to_dict()
    assert Bare().deploy_parameters == {}


def test_exports_are_frozen_and_name_what_there_is():
    exports = Exports(bucket=s3.Bucket("DataBucket"))

    assert exports.bucket is exports["bucket"]
    assert repr(exports) == "Exports(bucket=DataBucket)"
    with pytest.raises(AttributeError, match="exports are frozen"):
        exports.bucket = None
    with pytest.raises(AttributeError, match="no resource named 'key': there are bucket"):
        _ = exports.key


def test_a_stored_value_is_looked_up_when_the_stack_is_deployed():
    class Imaged(TwoBuckets):
        """A setting that repeats what AWS publishes."""

        def build(self, scope):
            path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
            image = scope.stored("ImageId", "AWS::EC2::Image::Id", path, "Where the image's id is kept.")
            return Exports(setting=scope.add("Setting", ssm.Parameter, Type="String", Value=image))

    with Sandbox() as aws:
        stack = aws.deploy(Imaged())

        assert stack["Setting"].declared["Value"].startswith("ami-")
        assert stack.drift() == {}


def test_a_stored_value_of_an_included_recipe_has_a_parameter_of_its_own():
    class Inner(TwoBuckets):
        """One that looks something up."""

        def build(self, scope):
            image = scope.stored("ImageId", "AWS::EC2::Image::Id", "/image", "Where the image's id is kept.")
            return Exports(setting=scope.add("Setting", ssm.Parameter, Type="String", Value=image))

    class Outer(TwoBuckets):
        """Two of them."""

        def build(self, scope):
            scope.include("Left", Inner())
            return scope.include("Right", Inner())

    body = Outer().to_dict()

    assert {"LeftImageId", "RightImageId"} <= body["Parameters"].keys()
    assert body["Resources"]["LeftSetting"]["Properties"]["Value"] == {"Ref": "LeftImageId"}


@pytest.mark.slow
@pytest.mark.parametrize("nat", ["one", "per_zone", "regional"])
def test_an_included_network_depends_on_its_own_parts(nat):
    class Networked(TwoBuckets):
        """Something that brings its network."""

        def build(self, scope):
            return scope.include("Network", ThreeTierVpc(ipv6=True, nat=nat))

    body = Networked().to_dict()

    awaited = {resource["DependsOn"] for resource in body["Resources"].values() if "DependsOn" in resource}
    assert awaited == {"NetworkInternetGatewayAttachment", "NetworkIpv6Block"}
    assert lint(body) == []
