"""Nothing of a network is deleted while somebody stands in it, and all of it once they are gone."""

import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import StackFailed
from tools.code import make_function

IMAGE = "ami-12c6146b"
NETWORK = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    **{
        name: {
            "Type": "AWS::EC2::Subnet",
            "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": f"10.0.{number}.0/24", "AvailabilityZone": zone},
        }
        for number, (name, zone) in enumerate((("One", "us-east-1a"), ("Two", "us-east-1b")))
    },
    "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "g", "VpcId": {"Ref": "Vpc"}}},
    "Gateway": {"Type": "AWS::EC2::InternetGateway"},
    "Attached": {
        "Type": "AWS::EC2::VPCGatewayAttachment",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "InternetGatewayId": {"Ref": "Gateway"}},
    },
}


@pytest.fixture
def network(aws):
    return aws.deploy({"Resources": NETWORK}, name="net")


def ids(network):
    return [network[name].physical_id for name in ("One", "Two", "Group")]


def instance(aws, one, two, group):
    made = aws.client("ec2").run_instances(
        ImageId=IMAGE, InstanceType="t3.micro", MinCount=1, MaxCount=1, SubnetId=one, SecurityGroupIds=[group]
    )
    found = [made["Instances"][0]["InstanceId"]]
    return lambda: aws.client("ec2").terminate_instances(InstanceIds=found)


def interface(aws, one, two, group):
    made = aws.client("ec2").create_network_interface(SubnetId=one, Groups=[group])
    name = made["NetworkInterface"]["NetworkInterfaceId"]
    return lambda: aws.client("ec2").delete_network_interface(NetworkInterfaceId=name)


def endpoint(aws, one, two, group):
    vpc = aws.client("ec2").describe_subnets(SubnetIds=[one])["Subnets"][0]["VpcId"]
    service = "com.amazonaws.us-east-1.sqs"
    asked = {"VpcId": vpc, "ServiceName": service, "SubnetIds": [one], "SecurityGroupIds": [group]}
    made = aws.client("ec2").create_vpc_endpoint(VpcEndpointType="Interface", **asked)["VpcEndpoint"]["VpcEndpointId"]
    return lambda: aws.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[made])


def function(aws, one, two, group):
    code, place = "def handler(event, context): return 1", {"SubnetIds": [one], "SecurityGroupIds": [group]}
    make_function(aws, code, VpcConfig=place, grants=["ec2:*"])
    return lambda: aws.client("lambda").delete_function(FunctionName="worker")


def balancer(aws, one, two, group):
    elbv2, asked = aws.client("elbv2"), {"Subnets": [one, two], "SecurityGroups": [group]}
    arn = elbv2.create_load_balancer(Name="b", **asked)["LoadBalancers"][0]["LoadBalancerArn"]
    return lambda: elbv2.delete_load_balancer(LoadBalancerArn=arn)


def database(aws, one, two, group):
    rds = aws.client("rds")
    rds.create_db_subnet_group(DBSubnetGroupName="g", DBSubnetGroupDescription="g", SubnetIds=[one, two])
    rds.create_db_instance(
        DBInstanceIdentifier="db", Engine="postgres", DBInstanceClass="db.t4g.micro", AllocatedStorage=20,
        MasterUsername="app", ManageMasterUserPassword=True, DBSubnetGroupName="g", VpcSecurityGroupIds=[group],
        MultiAZ=True,
    )  # fmt: skip
    return lambda: rds.delete_db_instance(DBInstanceIdentifier="db", SkipFinalSnapshot=True)


def cache(aws, one, two, group):
    client = aws.client("elasticache")
    client.create_cache_subnet_group(CacheSubnetGroupName="g", CacheSubnetGroupDescription="g", SubnetIds=[one, two])
    client.create_replication_group(
        ReplicationGroupId="c", ReplicationGroupDescription="c", CacheNodeType="cache.t4g.micro", NumCacheClusters=1,
        CacheSubnetGroupName="g", SecurityGroupIds=[group],
    )  # fmt: skip
    return lambda: client.delete_replication_group(ReplicationGroupId="c")


def refusal(call, **asked):
    with pytest.raises(ClientError) as refused:
        call(**asked)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.slow
@pytest.mark.parametrize("stand", [instance, interface, endpoint, function, balancer, database, cache])
def test_network_stays_while_somebody_stands_in_it(aws, network, stand):
    ec2, (one, two, group) = aws.client("ec2"), ids(network)
    leave = stand(aws, one, two, group)

    said = ("DependencyViolation", f"The subnet '{one}' has dependencies and cannot be deleted.")
    assert refusal(ec2.delete_subnet, SubnetId=one) == said
    said = ("DependencyViolation", f"resource {group} has a dependent object")
    assert refusal(ec2.delete_security_group, GroupId=group) == said
    with pytest.raises(StackFailed, match=f"The subnet '{one}' has dependencies and cannot be deleted"):
        network.delete()
    assert network.status == "DELETE_FAILED"
    leave()
    network.delete()
    assert network.status == "DELETE_COMPLETE"


@pytest.mark.slow
def test_deployments_go_on_after_a_network_could_not_be_deleted(aws, network):
    function(aws, *ids(network))
    with pytest.raises(StackFailed):
        network.delete()
    role = aws.client("lambda").get_function_configuration(FunctionName="worker")["Role"]
    plain = {"Role": role, "Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": "handler = print"}}

    made = aws.deploy({"Resources": {"F": {"Type": "AWS::Lambda::Function", "Properties": plain}}})

    assert made.status == "CREATE_COMPLETE"


def test_group_that_another_one_names_stays(aws, network):
    ec2, (_, _, group) = aws.client("ec2"), ids(network)
    other = ec2.create_security_group(GroupName="o", Description="o", VpcId=network["Vpc"].physical_id)["GroupId"]
    rule = [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, "UserIdGroupPairs": [{"GroupId": group}]}]
    ec2.authorize_security_group_ingress(GroupId=other, IpPermissions=rule)

    assert refusal(ec2.delete_security_group, GroupId=group)[0] == "DependencyViolation"
    ec2.revoke_security_group_ingress(GroupId=other, IpPermissions=rule)
    assert ec2.delete_security_group(GroupId=group)["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.slow
def test_gateway_stays_while_an_address_is_mapped(aws, network):
    ec2, (one, _, _) = aws.client("ec2"), ids(network)
    vpc, gateway = network["Vpc"].physical_id, network["Gateway"].physical_id
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    nat = ec2.create_nat_gateway(SubnetId=one, AllocationId=address)["NatGateway"]["NatGatewayId"]

    assert refusal(ec2.detach_internet_gateway, InternetGatewayId=gateway, VpcId=vpc) == (
        "DependencyViolation",
        f"Network {vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the "
        "gateway.",
    )
    said = ("DependencyViolation", f"The internetGateway '{gateway}' has dependencies and cannot be deleted.")
    assert refusal(ec2.delete_internet_gateway, InternetGatewayId=gateway) == said
    assert refusal(ec2.release_address, AllocationId=address)[0] == "InvalidIPAddress.InUse"
    ec2.delete_nat_gateway(NatGatewayId=nat)
    ec2.release_address(AllocationId=address)
    ec2.detach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.delete_internet_gateway(InternetGatewayId=gateway)


def test_vpc_stays_while_there_is_more_in_it_than_it_was_made_with(aws):
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    makes = {
        ec2.delete_security_group: lambda: {
            "GroupId": ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
        },
        ec2.delete_route_table: lambda: {
            "RouteTableId": ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        },
        ec2.delete_network_acl: lambda: {
            "NetworkAclId": ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
        },
        ec2.delete_subnet: lambda: {
            "SubnetId": ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
        },
    }

    for delete, make in makes.items():
        made = make()
        said = ("DependencyViolation", f"The vpc '{vpc}' has dependencies and cannot be deleted.")
        assert refusal(ec2.delete_vpc, VpcId=vpc) == said
        delete(**made)
    ec2.delete_vpc(VpcId=vpc)
    assert [one for one in ec2.describe_vpcs()["Vpcs"] if one["VpcId"] == vpc] == []


def test_what_a_vpc_was_made_with_is_deleted_with_it_alone(aws, network):
    ec2, own = aws.client("ec2"), [{"Name": "vpc-id", "Values": [network["Vpc"].physical_id]}]
    acl = ec2.describe_network_acls(Filters=own)["NetworkAcls"][0]["NetworkAclId"]
    table = ec2.describe_route_tables(Filters=own)["RouteTables"][0]["RouteTableId"]
    named = [*own, {"Name": "group-name", "Values": ["default"]}]
    group = ec2.describe_security_groups(Filters=named)["SecurityGroups"][0]["GroupId"]

    assert refusal(ec2.delete_network_acl, NetworkAclId=acl)[0] == "InvalidParameterValue"
    assert refusal(ec2.delete_route_table, RouteTableId=table)[0] == "DependencyViolation"
    assert refusal(ec2.delete_security_group, GroupId=group)[0] == "CannotDelete"


@pytest.mark.slow
def test_interface_of_a_service_is_deleted_by_it_alone(aws, network):
    one, two, group = ids(network)
    endpoint(aws, one, two, group)
    ec2 = aws.client("ec2")
    [nic] = [nic["NetworkInterfaceId"] for nic in ec2.describe_network_interfaces()["NetworkInterfaces"]]

    said = ("InvalidParameterValue", f"Network interface '{nic}' is currently in use.")
    assert refusal(ec2.delete_network_interface, NetworkInterfaceId=nic) == said


@pytest.mark.slow
def test_stack_waits_for_its_own_members_before_it_takes_away_what_they_stand_on(aws):
    """The instance names no gateway, so the attachment may come last and go first; its handler asks again."""
    public = {"SubnetId": {"Ref": "One"}, "AssociatePublicIpAddress": True, "DeviceIndex": "0"}
    unordered = {"ImageId": IMAGE, "InstanceType": "t3.micro", "NetworkInterfaces": [public]}
    members = {"AnInstance": {"Type": "AWS::EC2::Instance", "Properties": unordered}, **NETWORK}
    members["Attached"] = {**NETWORK["Attached"], "DependsOn": "AnInstance"}
    stack = aws.deploy({"Resources": members}, name="net")

    stack.delete()

    assert stack.status == "DELETE_COMPLETE"
    assert [event.status for event in stack.events if event.logical_id == "Attached"][-2:] == [
        "DELETE_IN_PROGRESS",
        "DELETE_COMPLETE",
    ]
