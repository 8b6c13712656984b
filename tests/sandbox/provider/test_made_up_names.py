"""Names that nobody gave: as CloudFormation makes them, and so that the service takes them."""

import pytest


@pytest.mark.parametrize("stack", ["multi-az-service-2", "multi--az", "m", "a-service-with-a-long-name-1"])
@pytest.mark.parametrize("name", ["TargetGroup", "T"])
def test_it_has_no_two_hyphens_in_a_row_however_it_is_cut(aws, stack, name):
    network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    group = {"Port": 80, "Protocol": "HTTP", "VpcId": {"Ref": "Vpc"}}
    template = {
        "Resources": {"Vpc": network, name: {"Type": "AWS::ElasticLoadBalancingV2::TargetGroup", "Properties": group}}
    }

    made = aws.deploy(template, name=stack)[name].physical_id.split("/")[1]

    assert "--" not in made
    assert len(made) <= 32
    assert made.startswith(stack[:10].replace("--", "-"))
