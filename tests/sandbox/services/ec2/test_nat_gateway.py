"""A NAT gateway of a whole network beside one of a zone: what each takes, refuses, reports and leaves behind."""

import pytest

from patterns.sandbox.core.errors import StackFailed

WAY_OUT = {
    "Gateway": {"Type": "AWS::EC2::InternetGateway"},
    "Attachment": {
        "Type": "AWS::EC2::VPCGatewayAttachment",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "InternetGatewayId": {"Ref": "Gateway"}},
    },
}
NETWORK = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
    **WAY_OUT,
    "Address": {"Type": "AWS::EC2::EIP", "DependsOn": "Attachment"},
    "Table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
    "Route": {
        "Type": "AWS::EC2::Route",
        "Properties": {
            "RouteTableId": {"Ref": "Table"},
            "DestinationCidrBlock": "0.0.0.0/0",
            "NatGatewayId": {"Ref": "Nat"},
        },
    },
}
ALLOCATION = {"Fn::GetAtt": ["Address", "AllocationId"]}
ZONAL = {"SubnetId": {"Ref": "Subnet"}, "AllocationId": ALLOCATION}
REGIONAL = {"AvailabilityMode": "regional", "VpcId": {"Ref": "Vpc"}}


def with_gateway(properties):
    return {"Resources": {**NETWORK, "Nat": {"Type": "AWS::EC2::NatGateway", "Properties": properties}}}


@pytest.mark.parametrize(("one", "other"), [(ZONAL, REGIONAL), (REGIONAL, ZONAL)], ids=["to-regional", "to-zonal"])
def test_the_other_mode_is_another_gateway_to_which_the_route_goes_on(aws, one, other):
    stack = aws.deploy(with_gateway(one))
    first = stack["Nat"].physical_id

    stack.update(with_gateway(other))

    assert stack["Nat"].physical_id != first
    assert stack["Route"].actual["NatGatewayId"] == stack["Nat"].physical_id
    assert stack.drift() == {}


def test_a_deleted_regional_gateway_takes_its_route_table_with_it(aws):
    ec2 = aws.client("ec2")
    before = len(ec2.describe_route_tables()["RouteTables"])
    stack = aws.deploy(with_gateway(REGIONAL))
    own = stack["Nat"].attribute("RouteTableId")
    assert own in [table["RouteTableId"] for table in ec2.describe_route_tables()["RouteTables"]]

    stack.delete()

    assert len(ec2.describe_route_tables()["RouteTables"]) == before


def test_in_automatic_mode_a_zone_has_an_address_once_an_interface_is_in_it(aws):
    ec2 = aws.client("ec2")
    stack = aws.deploy(with_gateway(REGIONAL))
    assert ec2.describe_nat_gateways()["NatGateways"][0]["NatGatewayAddresses"] == []

    ec2.create_network_interface(SubnetId=stack["Subnet"].physical_id)

    [address] = ec2.describe_nat_gateways()["NatGateways"][0]["NatGatewayAddresses"]
    assert address["AvailabilityZone"] == stack["Subnet"].actual["AvailabilityZone"]
    assert "AvailabilityZoneAddresses" not in stack["Nat"].actual


def test_in_manual_mode_the_given_address_is_in_use_until_the_gateway_is_gone(aws):
    ec2 = aws.client("ec2")
    manual = {"AvailabilityZoneAddresses": [{"AvailabilityZone": "us-east-1a", "AllocationIds": [ALLOCATION]}]}
    stack = aws.deploy(with_gateway(REGIONAL | manual))
    assert stack["Nat"].unsimulated == ()
    assert "AssociationId" in ec2.describe_addresses()["Addresses"][0]

    stack.update(with_gateway(REGIONAL | {"Tags": [{"Key": "a", "Value": "b"}]} | manual))
    ec2.delete_nat_gateway(NatGatewayId=stack["Nat"].physical_id)

    assert "AssociationId" not in ec2.describe_addresses()["Addresses"][0]


def without_way_out(resources):
    kept = {name: dict(one) for name, one in resources.items() if name not in WAY_OUT}
    kept["Address"].pop("DependsOn")
    return {"Resources": kept}


@pytest.mark.slow
def test_a_public_gateway_fails_in_a_network_without_internet_gateway_and_a_private_one_does_not(aws):
    ec2 = aws.client("ec2")
    with pytest.raises(StackFailed, match="in state failed and hence failed to stabilize") as failed:
        aws.deploy(without_way_out(with_gateway(ZONAL)["Resources"]), name="closed")

    assert "has no Internet gateway attached" in str(failed.value)
    assert [nat_gateway["State"] for nat_gateway in ec2.describe_nat_gateways()["NatGateways"]] == ["deleted"]
    private = {"SubnetId": {"Ref": "Subnet"}, "ConnectivityType": "private"}
    assert aws.deploy(without_way_out(with_gateway(private)["Resources"])).status == "CREATE_COMPLETE"


def test_a_gateway_fails_on_an_address_in_use_and_holds_nothing(aws):
    ec2, stack = aws.client("ec2"), aws.deploy(with_gateway(ZONAL))
    asked = {"SubnetId": stack["Subnet"].physical_id, "AllocationId": stack["Address"].attribute("AllocationId")}

    made = ec2.create_nat_gateway(**asked)["NatGateway"]

    [second] = ec2.describe_nat_gateways(NatGatewayIds=[made["NatGatewayId"]])["NatGateways"]
    assert second["FailureCode"] == "Resource.AlreadyAssociated"
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        (REGIONAL | {"SubnetId": {"Ref": "Subnet"}}, "SubnetId cannot be used with"),
        (REGIONAL | {"AllocationId": ALLOCATION}, "AllocationId cannot be used with"),
        (REGIONAL | {"ConnectivityType": "private"}, "ConnectivityType cannot be"),
        (ZONAL | {"VpcId": {"Ref": "Vpc"}}, "VpcId cannot be used with"),
        ({"AvailabilityMode": "regional"}, "must contain the parameter VpcId"),
        ({"AvailabilityMode": "zonal"}, "must contain the parameter SubnetId"),
    ],
)
def test_what_belongs_to_the_other_mode_is_refused_and_nothing_stays(aws, properties, message):
    ec2 = aws.client("ec2")
    before = len(ec2.describe_route_tables()["RouteTables"])

    with pytest.raises(StackFailed, match=f"{message}.*InvalidRequest"):
        aws.deploy(with_gateway(properties))

    assert len(ec2.describe_route_tables()["RouteTables"]) == before
