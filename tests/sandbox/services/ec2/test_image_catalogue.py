import pytest

from patterns import Sandbox


def told(aws: Sandbox) -> tuple[object, ...]:
    """Everything a new account says of its images, and the ids of what it made afterwards."""
    ec2 = aws.client("ec2")
    images = [{**image, "seen": None} for image in ec2.describe_images()["Images"]]
    snapshots = ec2.describe_snapshots()["Snapshots"]
    return images, snapshots, ec2.describe_vpcs()["Vpcs"], ec2.describe_subnets()["Subnets"]


@pytest.mark.slow
def test_images_that_were_copied_are_those_that_were_made():
    with Sandbox(seed=51) as aws:
        made = told(aws)
    with Sandbox(seed=51) as aws:
        copied = told(aws)

    assert copied == made
    assert len(copied[0]) > 1000


@pytest.mark.long
def test_another_seed_or_time_has_images_of_its_own():
    with Sandbox(seed=51) as aws:
        first = told(aws)
    with Sandbox(seed=52) as aws:
        of_other_seed = told(aws)
    with Sandbox(seed=51) as aws:
        aws.clock.advance(days=1)
        later = told(aws)

    assert of_other_seed[1] != first[1]
    assert {snapshot["StartTime"] for snapshot in later[1]} != {snapshot["StartTime"] for snapshot in first[1]}


@pytest.mark.long
def test_what_one_account_does_to_an_image_no_other_sees():
    change = {"LaunchPermission": {"Add": [{"UserId": "111122223333"}]}}
    for _ in range(2):
        with Sandbox(seed=51) as aws:
            ec2 = aws.client("ec2")
            image = ec2.describe_images()["Images"][0]["ImageId"]
            before = ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")["LaunchPermissions"]
            ec2.modify_image_attribute(ImageId=image, **change)
            ec2.create_tags(Resources=[image], Tags=[{"Key": "seen", "Value": "yes"}])

    assert "111122223333" not in str(before)
    with Sandbox(seed=51) as aws:
        assert not aws.client("ec2").describe_images(ImageIds=[image])["Images"][0].get("Tags")
