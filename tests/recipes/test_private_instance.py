import pytest

from patterns import PrivateInstance, Sandbox, compare, reachability
from patterns.sandbox.core.errors import StackFailed
from tools.sampling import sampled

NEW_VERSION = {"LaunchTemplate.LaunchTemplateData", "Instance.LaunchTemplate"}
ENDPOINTS = {
    "NetworkEndpointSecurityGroup",
    *(f"Network{one}Endpoint" for one in ("Ssm", "Ssmmessages", "Ec2messages")),
}
NAT = {"NetworkNatGateway", "NetworkAppRouteTableADefaultRoute", "NetworkAppRouteTableBDefaultRoute"}
CONCERNS = {
    "architecture": NEW_VERSION | {"Instance.InstanceType"},
    "size": {"Instance.InstanceType"},
    "volume_gb": NEW_VERSION,
    "monitoring": NEW_VERSION,
    "access": NEW_VERSION | ENDPOINTS | {"Role", "Profile"},
    "way_out": ENDPOINTS | NAT,
    "hop_limit": NEW_VERSION,
    "encrypted": NEW_VERSION,
    "termination_protection": {"Instance.DisableApiTermination"},
}  # fmt: skip
"""Parameter -> the resources it makes or removes, and the properties it changes."""


def touched(old, new):
    for change in compare(old, new):
        paths = {str(prop.path[0]) for prop in change.properties}
        yield from {f"{change.logical_id}.{name}" for name in paths} or {change.logical_id}


def instance(aws, stack):
    answer = aws.client("ec2").describe_instances(InstanceIds=[stack["Instance"].physical_id])
    return answer["Reservations"][0]["Instances"][0]


@pytest.mark.parametrize("name", CONCERNS)
def test_a_parameter_touches_what_it_concerns_and_nothing_else(name):
    basis = PrivateInstance()

    values = PrivateInstance.parameters()[name].choices()

    assert {place for value in values for place in touched(basis, basis.with_(**{name: value}))} == CONCERNS[name]


def test_every_parameter_of_its_own_has_its_row():
    own = {name for name, kind in PrivateInstance.parameters().items() if not kind.deploy_time}
    assert own == CONCERNS.keys()


@pytest.mark.slow
def test_the_instance_begins_as_its_launch_template_says():
    with Sandbox() as aws:
        found = instance(aws, aws.deploy(PrivateInstance(hop_limit=2)))

        assert found["MetadataOptions"]["HttpTokens"] == "required"
        assert found["MetadataOptions"]["HttpPutResponseHopLimit"] == 2
        assert found["Monitoring"]["State"] == "enabled"
        assert "KeyName" not in found
        assert "PublicIpAddress" not in found
        (volume,) = aws.client("ec2").describe_volumes()["Volumes"]
        assert (volume["Encrypted"], volume["VolumeType"], volume["Size"]) == (True, "gp3", 16)
        assert {"Key": "Project", "Value": "cookbook"} in volume["Tags"]


@pytest.mark.parametrize(("way_out", "internet"), [("endpoints", "no"), ("nat", "tcp 443")])
def test_nobody_reaches_it_and_it_reaches_no_more_than_was_chosen(way_out, internet):
    answers = reachability(PrivateInstance(way_out=way_out))

    parties = ("internet", "NetworkPublic", "NetworkApp")
    assert {answers.openness(party, "Instance").text for party in parties} == {"no"}
    assert answers.openness("Instance", "internet").text == internet


def test_a_sealed_instance_has_no_role_and_no_way_out():
    sealed = PrivateInstance(access="none")

    assert not {"Role", "Profile"} & sealed.to_dict()["Resources"].keys()
    assert reachability(sealed).openness("Instance", "internet").text == "no"


@pytest.mark.parametrize(
    ("change", "stays"),
    sampled(
        [
            ({"size": "large"}, True),
            pytest.param({"termination_protection": True}, True, marks=pytest.mark.long),
            pytest.param({"project": "shop"}, True, marks=pytest.mark.long),
            ({"hop_limit": 2}, False),
            pytest.param({"volume_gb": 32}, False, marks=pytest.mark.long),
            pytest.param({"architecture": "x86_64"}, False, marks=pytest.mark.long),
        ],
        1,
        rows=True,
    ),
)
def test_a_change_keeps_the_instance_or_replaces_it_as_the_preview_says(change, stays):
    with Sandbox() as aws:
        before = PrivateInstance(termination_protection=False)
        stack = aws.deploy(before)
        first, after = instance(aws, stack), before.with_(**change)

        foretold = {one.logical_id: one.replacement for one in stack.preview(after)}.get("Instance")
        stack.update(after)

        assert (stack["Instance"].physical_id == first["InstanceId"]) == stays
        assert (foretold != "always") == stays
        assert instance(aws, stack)["State"]["Name"] == "running"
        assert stack.drift() == {}


@pytest.mark.slow
def test_another_architecture_comes_with_an_image_of_its_own():
    with Sandbox() as aws:
        before = PrivateInstance(termination_protection=False)
        stack = aws.deploy(before)
        arm = instance(aws, stack)

        stack.update(before.with_(architecture="x86_64"))

        assert (arm["Architecture"], instance(aws, stack)["Architecture"]) == ("arm64", "x86_64")
        assert arm["ImageId"] != instance(aws, stack)["ImageId"]


@pytest.mark.slow
def test_its_root_volume_ends_with_it():
    with Sandbox() as aws:
        stack, ec2 = aws.deploy(PrivateInstance(termination_protection=False)), aws.client("ec2")

        ec2.terminate_instances(InstanceIds=[stack["Instance"].physical_id])

        assert ec2.describe_volumes()["Volumes"] == []
        assert not stack["Instance"].exists


@pytest.mark.slow
def test_a_protected_instance_outlives_its_stack_until_somebody_lifts_the_protection():
    with Sandbox() as aws:
        stack, ec2 = aws.deploy(PrivateInstance()), aws.client("ec2")
        one = {"InstanceId": stack["Instance"].physical_id}

        with pytest.raises(StackFailed, match="may not be terminated"):
            stack.delete()
        ec2.modify_instance_attribute(**one, DisableApiTermination={"Value": False})
        stack.delete()

        assert stack.status == "DELETE_COMPLETE"


@pytest.mark.slow
def test_a_replacement_leaves_the_protected_instance_running():
    with Sandbox() as aws:
        stack = aws.deploy(PrivateInstance())
        first = instance(aws, stack)["InstanceId"]

        stack.update(PrivateInstance(hop_limit=2))

        assert stack.status == "UPDATE_COMPLETE"
        found = aws.client("ec2").describe_instances(InstanceIds=[first])["Reservations"][0]["Instances"][0]
        assert found["State"]["Name"] == "running"
        assert stack["Instance"].physical_id != first


@pytest.mark.slow
def test_it_works_in_another_region():
    with Sandbox(region="eu-central-1") as aws:
        stack = aws.deploy(PrivateInstance())

        assert stack.drift() == {}
        assert instance(aws, stack)["Placement"]["AvailabilityZone"].startswith("eu-central-1")
