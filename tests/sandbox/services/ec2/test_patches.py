"""Each private name of moto's EC2 that the patches touch, by what EC2 answers through it."""

import base64

import pytest

from patterns import Sandbox

IMAGE = "ami-12c6146b"


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


@pytest.fixture
def vpc(ec2):
    return ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]


@pytest.fixture
def subnet(ec2, vpc):
    return ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/24")["Subnet"]["SubnetId"]


@pytest.fixture
def group(ec2, vpc):
    return ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]


def rule(port, **source):
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **source}


def free(ec2, subnet):
    return ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["AvailableIpAddressCount"]


def test_an_authorization_tells_every_rule_it_made(ec2, group):  # authorize_security_group_ingress
    permissions = [rule(80, IpRanges=[{"CidrIp": "0.0.0.0/0"}]), rule(443, IpRanges=[{"CidrIp": "0.0.0.0/0"}])]

    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)["SecurityGroupRules"]

    assert [one["FromPort"] for one in made] == [80, 443]


def test_an_authorization_that_is_refused_adds_no_rule(ec2, group):  # ingress_rules
    once = rule(443, IpRanges=[{"CidrIp": "0.0.0.0/0"}])
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[once])

    with pytest.raises(ec2.exceptions.ClientError, match=r"InvalidPermission\.Duplicate"):
        ec2.authorize_security_group_ingress(
            GroupId=group, IpPermissions=[rule(80, IpRanges=[{"CidrIp": "0.0.0.0/0"}]), once]
        )

    (found,) = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"]
    assert [permission["FromPort"] for permission in found["IpPermissions"]] == [443]


@pytest.mark.parametrize(
    ("kind", "source"),
    [
        ("UserIdGroupPairs", {"GroupId": "itself"}),
        ("PrefixListIds", {"PrefixListId": "pl-3b927c52"}),
        ("IpRanges", {"CidrIp": "10.0.0.0/8"}),
    ],
)
def test_a_rule_of_any_kind_has_a_description_that_can_change(
    ec2, group, kind, source
):  # description, __eq__, __init__
    source = {"GroupId": group} if "GroupId" in source else source
    ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[rule(1, **{kind: [{**source, "Description": "first"}]})]
    )

    def described():
        (found,) = (rule for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]
                    if rule["GroupId"] == group and not rule["IsEgress"])  # fmt: skip
        return found.get("Description")

    assert described() == "first"
    ec2.update_security_group_rule_descriptions_ingress(
        GroupId=group, IpPermissions=[rule(1, **{kind: [{**source, "Description": "second"}]})]
    )
    assert described() == "second"


def test_an_instance_takes_from_its_template_what_the_request_leaves_open(ec2, subnet):  # run_instances
    data = {
        "ImageId": IMAGE,
        "InstanceType": "t3.large",
        "Monitoring": {"Enabled": True},
        "MetadataOptions": {"HttpTokens": "required"},
        "BlockDeviceMappings": [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 33}}],
        "DisableApiTermination": True,
    }
    template = ec2.create_launch_template(LaunchTemplateName="t", LaunchTemplateData=data)["LaunchTemplate"]

    (made,) = ec2.run_instances(
        MinCount=1, MaxCount=1, SubnetId=subnet, InstanceType="t3.micro",
        LaunchTemplate={"LaunchTemplateId": template["LaunchTemplateId"]},
    )["Instances"]  # fmt: skip

    assert (made["InstanceType"], made["Monitoring"]["State"]) == ("t3.micro", "enabled")
    assert made["MetadataOptions"]["HttpTokens"] == "required"
    assert [mapping["DeviceName"] for mapping in made["BlockDeviceMappings"]] == ["/dev/sda1"]
    with pytest.raises(ec2.exceptions.ClientError, match="disableApiTermination"):
        ec2.terminate_instances(InstanceIds=[made["InstanceId"]])


def test_an_instance_is_in_the_default_group_of_its_network_when_nobody_says(ec2, vpc, subnet, group):
    (plain,) = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"]
    (asked,) = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=[group])[
        "Instances"
    ]

    assert [security_group["GroupName"] for security_group in plain["SecurityGroups"]] == ["default"]
    assert [security_group["GroupId"] for security_group in asked["SecurityGroups"]] == [group]


def test_user_data_changes_and_goes(ec2, subnet):  # _dot_value_instance_attribute_handler
    (made,) = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet, UserData="one")["Instances"]
    one = {"InstanceId": made["InstanceId"]}

    def user_data():
        found = ec2.describe_instance_attribute(**one, Attribute="userData")["UserData"].get("Value", "")
        return base64.b64decode(found)

    assert user_data() == b"one"
    ec2.stop_instances(InstanceIds=[made["InstanceId"]])
    ec2.modify_instance_attribute(**one, UserData={"Value": b"two"})
    assert user_data() == b"two"
    ec2.modify_instance_attribute(**one, UserData={"Value": b""})
    assert user_data() == b""


def test_monitoring_is_turned_on_and_off(ec2, subnet):  # monitor_instances, unmonitor_instances
    (made,) = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"]
    ids = [made["InstanceId"]]

    on = ec2.monitor_instances(InstanceIds=ids)["InstanceMonitorings"]
    off = ec2.unmonitor_instances(InstanceIds=ids)["InstanceMonitorings"]

    assert [on[0]["Monitoring"]["State"], off[0]["Monitoring"]["State"]] == ["enabled", "disabled"]


def test_an_instance_knows_the_profile_that_replaced_its_first(aws, ec2, subnet):  # replace_iam_instance_profile_...
    for name in ("one", "two"):
        aws.client("iam").create_instance_profile(InstanceProfileName=name)
    (made,) = ec2.run_instances(
        ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet, IamInstanceProfile={"Name": "one"}
    )["Instances"]
    (link,) = ec2.describe_iam_instance_profile_associations()["IamInstanceProfileAssociations"]

    ec2.replace_iam_instance_profile_association(
        AssociationId=link["AssociationId"], IamInstanceProfile={"Name": "two"}
    )

    instance = ec2.describe_instances(InstanceIds=[made["InstanceId"]])["Reservations"][0]["Instances"][0]
    assert instance["IamInstanceProfile"]["Arn"].endswith("/two")


def test_a_terminated_instance_gives_its_address_back(ec2, subnet):  # Instance.terminate
    before = free(ec2, subnet)
    (made,) = ec2.run_instances(ImageId=IMAGE, MinCount=1, MaxCount=1, SubnetId=subnet)["Instances"]
    assert free(ec2, subnet) == before - 1

    ec2.terminate_instances(InstanceIds=[made["InstanceId"]])

    assert free(ec2, subnet) == before
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []


def test_a_deleted_nat_gateway_frees_its_address_and_interface(ec2, vpc, subnet):  # delete_nat_gateway
    outside = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=outside, VpcId=vpc)
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]

    ec2.delete_nat_gateway(NatGatewayId=gateway)

    ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)
    assert len(ec2.describe_network_interfaces()["NetworkInterfaces"]) == 1


def test_the_default_list_goes_with_its_network_and_a_link_with_its_subnet(ec2, vpc, subnet):  # delete_vpc, _subnet
    def links():
        mine = [{"Name": "vpc-id", "Values": [vpc]}]
        return [acl["Associations"] for acl in ec2.describe_network_acls(Filters=mine)["NetworkAcls"]]

    assert [len(link) for link in links()] == [1]
    ec2.delete_subnet(SubnetId=subnet)
    assert links() == [[]]
    ec2.delete_vpc(VpcId=vpc)
    assert links() == []


def test_a_range_that_is_taken_away_is_not_listed_any_more(ec2, vpc):  # disassociate_vpc_cidr_block
    made = ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.9.0.0/16")["CidrBlockAssociation"]

    ec2.disassociate_vpc_cidr_block(AssociationId=made["AssociationId"])

    (found,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert [one["CidrBlock"] for one in found["CidrBlockAssociationSet"]] == ["10.0.0.0/16"]


def test_the_type_of_an_icmp_rule_is_kept(ec2, vpc):  # create_network_acl_entry, replace_network_acl_entry
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    entry = {"NetworkAclId": acl, "RuleNumber": 7, "Egress": False, "Protocol": "1", "RuleAction": "allow"}

    def told():
        (found,) = ec2.describe_network_acls(NetworkAclIds=[acl])["NetworkAcls"]
        return [entry.get("IcmpTypeCode") for entry in found["Entries"] if entry["RuleNumber"] == 7]

    ec2.create_network_acl_entry(**entry, CidrBlock="10.0.0.0/8", IcmpTypeCode={"Code": -1, "Type": 8})
    assert told() == [{"Code": -1, "Type": 8}]
    ec2.replace_network_acl_entry(**entry, CidrBlock="10.0.0.0/8", IcmpTypeCode={"Code": 0, "Type": 3})
    assert told() == [{"Code": 0, "Type": 3}]


def test_a_gateway_endpoint_routes_the_tables_it_is_changed_to(ec2, vpc):  # modify_vpc_endpoint
    one, two = (ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2))
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", VpcEndpointType="Gateway", RouteTableIds=[one]
    )["VpcEndpoint"]["VpcEndpointId"]

    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, AddRouteTableIds=[two], RemoveRouteTableIds=[one])

    tables = ec2.describe_route_tables(RouteTableIds=[one, two])["RouteTables"]
    assert [[r["GatewayId"] for r in t["Routes"] if "DestinationPrefixListId" in r] for t in tables] == [[], [endpoint]]


def test_private_names_of_an_endpoint_are_turned_off(ec2, vpc, subnet):
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    endpoint = ec2.create_vpc_endpoint(
        VpcId=vpc, ServiceName="com.amazonaws.us-east-1.sqs", VpcEndpointType="Interface", SubnetIds=[subnet],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]  # fmt: skip

    ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PrivateDnsEnabled=False)

    (found,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint])["VpcEndpoints"]
    assert found["PrivateDnsEnabled"] is False


def test_the_tags_of_a_launch_template_are_those_of_now_and_its_own(ec2):  # LaunchTemplate.tags, create_version
    text = base64.b64encode(b"#!/bin/sh").decode()
    template = ec2.create_launch_template(
        LaunchTemplateName="t", LaunchTemplateData={"InstanceType": "t3.micro"},
        TagSpecifications=[{"ResourceType": "launch-template", "Tags": [{"Key": "a", "Value": "1"}]}],
    )["LaunchTemplate"]["LaunchTemplateId"]  # fmt: skip

    ec2.create_tags(Resources=[template], Tags=[{"Key": "a", "Value": "2"}])
    ec2.create_launch_template_version(LaunchTemplateId=template, LaunchTemplateData={"UserData": text})

    (found,) = ec2.describe_launch_templates()["LaunchTemplates"]
    assert found["Tags"] == [{"Key": "a", "Value": "2"}]
    versions = ec2.describe_launch_template_versions(LaunchTemplateId=template)["LaunchTemplateVersions"]
    assert [version["LaunchTemplateData"] for version in versions] == [{"InstanceType": "t3.micro"}, {"UserData": text}]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [([], "template"), ([{"ResourceType": "volume", "Tags": [{"Key": "Owner", "Value": "request"}]}], "request")],
)
def test_volumes_get_the_tags_of_the_launch_template_unless_the_request_has_some(ec2, asked, expected):
    tags = [{"Key": "Owner", "Value": "template"}]
    data = {"TagSpecifications": [{"ResourceType": kind, "Tags": tags} for kind in ("instance", "volume")]}
    ec2.create_launch_template(
        LaunchTemplateName="t", LaunchTemplateData={"ImageId": IMAGE, "InstanceType": "t3.micro", **data}
    )

    (made,) = ec2.run_instances(
        MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateName": "t"}, TagSpecifications=asked
    )["Instances"]

    mine = [{"Name": "attachment.instance-id", "Values": [made["InstanceId"]]}]
    (volume,) = ec2.describe_volumes(Filters=mine)["Volumes"]
    assert volume["Tags"] == [{"Key": "Owner", "Value": expected}]
    assert tags[0] in made["Tags"]


def test_a_default_subnet_is_made_again_where_it_was(ec2):  # create_default_subnet
    first = ec2.describe_subnets()["Subnets"][0]
    ec2.delete_subnet(SubnetId=first["SubnetId"])

    made = ec2.create_default_subnet(AvailabilityZone=first["AvailabilityZone"])["Subnet"]

    assert (made["CidrBlock"], made["DefaultForAz"]) == (first["CidrBlock"], True)
    with pytest.raises(ec2.exceptions.ClientError, match="DefaultSubnetAlreadyExistsInAvailabilityZone"):
        ec2.create_default_subnet(AvailabilityZone=first["AvailabilityZone"])


@pytest.mark.parametrize("region", ["mx-central-1", "ap-southeast-7"])
def test_the_newest_images_are_there_in_a_new_region(region):  # load_resource, of ec2 and of ssm
    name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64"
    with Sandbox(region=region) as account:
        [parameter] = account.client("ssm").get_parameters(Names=[name])["Parameters"]
        [image] = account.client("ec2").describe_images(ImageIds=[parameter["Value"]])["Images"]

    assert image["Architecture"] == "arm64"


@pytest.mark.slow
def test_members_of_the_default_group_reach_each_other(ec2, vpc):  # create_vpc
    asked = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
    (group,) = ec2.describe_security_groups(Filters=asked)["SecurityGroups"]

    (rule,) = group["IpPermissions"]
    assert rule["IpProtocol"] == "-1"
    assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == [group["GroupId"]]
    assert [span["CidrIp"] for span in group["IpPermissionsEgress"][0]["IpRanges"]] == ["0.0.0.0/0"]


def test_volumes_carry_the_tags_their_launch_template_has_for_them(ec2, subnet):  # run_instances, TagSpecifications
    tags = [{"Key": "Owner", "Value": "data"}]
    data = {"ImageId": IMAGE, "TagSpecifications": [{"ResourceType": "volume", "Tags": tags}]}
    ec2.create_launch_template(LaunchTemplateName="t", LaunchTemplateData=data)
    asked = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "one"}]}]

    ec2.run_instances(
        LaunchTemplate={"LaunchTemplateName": "t"}, SubnetId=subnet, MinCount=1, MaxCount=1, TagSpecifications=asked
    )

    (volume,) = ec2.describe_volumes()["Volumes"]
    assert volume["Tags"] == tags


@pytest.fixture
def tables(ec2, vpc):
    return [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2)]


def test_a_subnet_has_one_route_table(ec2, subnet, tables):  # associate_route_table, _associations
    first, second = tables
    made = ec2.associate_route_table(SubnetId=subnet, RouteTableId=first)["AssociationId"]

    with pytest.raises(ec2.exceptions.ClientError) as refused:
        ec2.associate_route_table(SubnetId=subnet, RouteTableId=second)

    error = refused.value.response["Error"]
    assert error["Code"] == "Resource.AlreadyAssociated"
    assert error["Message"] == (
        f"the specified association for route table {second} conflicts with an existing association"
    )
    assert ec2.associate_route_table(SubnetId=subnet, RouteTableId=first)["AssociationId"] == made


def test_a_replaced_association_is_a_new_one(ec2, subnet, tables):  # replace_route_table_association
    ids = [ec2.associate_route_table(SubnetId=subnet, RouteTableId=tables[0])["AssociationId"]]

    for table in (tables[1], tables[1], tables[0]):
        made = ec2.replace_route_table_association(AssociationId=ids[-1], RouteTableId=table)
        ids.append(made["NewAssociationId"])

    assert len(set(ids)) == 4
    (found,) = ec2.describe_route_tables(RouteTableIds=[tables[0]])["RouteTables"]
    assert [link["RouteTableAssociationId"] for link in found["Associations"]] == [ids[-1]]


@pytest.mark.parametrize(
    "options", [None, {"FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": False}]
)
def test_a_flow_log_keeps_how_its_files_are_laid_out(aws, ec2, vpc, options):  # create_flow_logs, FlowLogs
    aws.client("s3").create_bucket(Bucket="flow-logs-of-a-network")
    given = {} if options is None else {"DestinationOptions": options}

    ec2.create_flow_logs(
        ResourceIds=[vpc], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3",
        LogDestination="arn:aws:s3:::flow-logs-of-a-network", **given,
    )  # fmt: skip

    (found,) = ec2.describe_flow_logs()["FlowLogs"]
    assert found.get("DestinationOptions") == options


def test_a_running_instance_keeps_its_type(ec2, subnet):  # modify_instance_attribute, Instance._state
    made = ec2.run_instances(ImageId=IMAGE, SubnetId=subnet, InstanceType="t3.micro", MinCount=1, MaxCount=1)
    server = made["Instances"][0]["InstanceId"]

    with pytest.raises(ec2.exceptions.ClientError, match="is not in the 'stopped' state"):
        ec2.modify_instance_attribute(InstanceId=server, InstanceType={"Value": "t3.small"})

    told = ec2.describe_instance_attribute(InstanceId=server, Attribute="instanceType")
    assert told["InstanceType"] == {"Value": "t3.micro"}


@pytest.mark.slow
def test_an_instance_takes_the_user_data_of_its_launch_template(ec2):  # TAKEN
    text = base64.b64encode(b"#!/bin/sh").decode()
    data = {"ImageId": IMAGE, "InstanceType": "t3.micro", "UserData": text}
    ec2.create_launch_template(LaunchTemplateName="t", LaunchTemplateData=data)

    (made,) = ec2.run_instances(MinCount=1, MaxCount=1, LaunchTemplate={"LaunchTemplateName": "t"})["Instances"]

    one = {"InstanceId": made["InstanceId"]}
    assert ec2.describe_instance_attribute(**one, Attribute="userData")["UserData"]["Value"] == text


def test_a_network_has_five_ipv6_blocks(ec2, vpc):  # VPC.associate_vpc_cidr_block
    for _ in range(5):
        ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)

    with pytest.raises(ec2.exceptions.ClientError, match="maximum number of allowed CIDRs: 5"):
        ec2.associate_vpc_cidr_block(VpcId=vpc, AmazonProvidedIpv6CidrBlock=True)

    (told,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert len({block["Ipv6CidrBlock"] for block in told["Ipv6CidrBlockAssociationSet"]}) == 5


def test_disks_of_the_host_are_no_volumes(ec2, subnet):  # InstanceResponse.run_instances
    devices = [{"DeviceName": "/dev/sdc", "VirtualName": "ephemeral0"}]
    made = ec2.run_instances(
        ImageId=IMAGE, SubnetId=subnet, InstanceType="t3.micro", MinCount=1, MaxCount=1, BlockDeviceMappings=devices
    )

    mapped = made["Instances"][0]["BlockDeviceMappings"]
    assert "/dev/sdc" not in [device["DeviceName"] for device in mapped]


def test_an_instance_is_terminated_a_second_time_without_a_word(aws):
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TerminateInstances.html."""
    ec2, network = aws.client("ec2"), aws.existing_network()
    launch = {"ImageId": network.image_ids["arm64"], "InstanceType": "t4g.micro", "MinCount": 1, "MaxCount": 1}
    ids = [ec2.run_instances(**launch)["Instances"][0]["InstanceId"]]

    for before in ("running", "terminated"):
        [ended] = ec2.terminate_instances(InstanceIds=ids)["TerminatingInstances"]
        assert ended["PreviousState"]["Name"] == before
