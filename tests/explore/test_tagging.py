import pytest

from patterns import ResourceTags, Sandbox
from patterns.explore.tagging import bill_by_tag, carried, tagging

TAGS = [{"Key": key, "Value": "x"} for key in ("Environment", "Project", "CostCenter", "Owner", "AutoShutdown")]


def row(resource_type, **properties):
    [found] = tagging({"Resources": {"One": {"Type": resource_type, "Properties": properties}}}).rows
    return found[2]


def test_a_resource_says_what_it_lacks():
    assert row("AWS::S3::Bucket", Tags=TAGS) == "all five"
    assert row("AWS::S3::Bucket", Tags=TAGS[:3]) == "without Owner, AutoShutdown"
    assert row("AWS::S3::BucketPolicy", Bucket="a", PolicyDocument={}) == "cannot be tagged in a template"


def test_a_map_of_tags_counts_as_well():
    tags = {tag["Key"]: tag["Value"] for tag in TAGS}

    assert row("AWS::SSM::Parameter", Type="String", Value="a", Tags=tags) == "all five"


def test_a_launch_template_is_read_by_its_specifications():
    whole, half = ({"ResourceType": kind, "Tags": TAGS[:count]} for kind, count in (("volume", 5), ("instance", 2)))

    data = {"TagSpecifications": [whole, half]}

    assert row("AWS::EC2::LaunchTemplate", LaunchTemplateData=data) == "all five on volume"


@pytest.mark.slow
def test_an_instance_is_shown_with_its_volumes():
    with Sandbox() as aws:
        template = {"LaunchTemplateId": aws.deploy(ResourceTags(volume_tags=False))["LaunchTemplate"].physical_id}
        [made] = aws.client("ec2").run_instances(LaunchTemplate=template, MinCount=1, MaxCount=1)["Instances"]

        found = carried(aws, made["InstanceId"], "CostCenter")

        assert found.headings == ("", "CostCenter")
        assert found.rows == (("instance", "4711"), ("volume", ""))


def test_a_bill_names_nobody_where_there_is_no_tag():
    bucket = {"Type": "AWS::S3::Bucket"}

    [(payer, _, resources)] = bill_by_tag({"Resources": {"A": bucket, "B": bucket}}, "Owner").rows

    assert (payer, resources) == ("nobody", "A, B")
