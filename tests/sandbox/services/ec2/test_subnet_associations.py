"""A subnet has one route table and one network ACL: what moves it takes their place, and gives it back."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox
from patterns.sandbox.core.errors import Refused, StackFailed
from patterns.sandbox.gateway import Caller, Stage
from tools.clearing import standing

NETWORK = {
    "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "Subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"},
    },
    "RouteTableOne": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
    "RouteTableTwo": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
    "NetworkAclOne": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": {"Ref": "Vpc"}}},
    "NetworkAclTwo": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": {"Ref": "Vpc"}}},
}
REFUSED_LATER = {"Type": "AWS::S3::Bucket", "DependsOn": "Link", "Properties": {"BucketName": "taken-by-somebody"}}
KINDS = pytest.mark.parametrize("kind", ["RouteTable", "NetworkAcl"])


def template(kind, which, *, name="Link", **more):
    properties = {"SubnetId": {"Ref": "Subnet"}, f"{kind}Id": {"Ref": f"{kind}{which}"}}
    link = {"Type": f"AWS::EC2::Subnet{kind}Association", "Properties": properties}
    return {"Resources": {**NETWORK, name: link, **more}}


def holders(aws, kind, stack):
    """The logical ids of the tables or lists that the subnet is associated with, as EC2 tells."""
    ec2, subnet = aws.client("ec2"), stack["Subnet"].physical_id
    told = {"RouteTable": ec2.describe_route_tables, "NetworkAcl": ec2.describe_network_acls}[kind]()[f"{kind}s"]
    links = [(one[f"{kind}Id"], link.get("SubnetId")) for one in told for link in one["Associations"]]
    ids = {stack[f"{kind}{which}"].physical_id: f"{kind}{which}" for which in ("One", "Two")}
    return [ids.get(holder) for holder, held in links if held == subnet]


@pytest.mark.slow
@KINDS
def test_a_subnet_moves_by_a_replacement(aws, kind):
    stack = aws.deploy(template(kind, "One"))
    first = stack["Link"].physical_id

    stack.update(template(kind, "Two"))

    assert holders(aws, kind, stack) == [f"{kind}Two"]
    assert stack["Link"].physical_id != first
    assert stack.drift() == {}


@pytest.mark.slow
@KINDS
def test_a_replacement_that_is_rolled_back_gives_the_subnet_back(aws, kind):
    stack = aws.deploy(template(kind, "One"))
    aws.client("s3").create_bucket(Bucket="taken-by-somebody")

    with pytest.raises(StackFailed, match="taken-by-somebody"):
        stack.update(template(kind, "Two", Late=REFUSED_LATER))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert holders(aws, kind, stack) == [f"{kind}One"]
    assert stack.drift() == {}
    stack.update(template(kind, "Two"))
    assert holders(aws, kind, stack) == [f"{kind}Two"]
    stack.delete()
    assert standing(aws) == []


@pytest.mark.slow
@KINDS
@pytest.mark.parametrize("which", ["One", "Two"])
def test_an_association_under_another_name_takes_the_subnet_over(aws, kind, which):
    stack = aws.deploy(template(kind, "One"))

    stack.update(template(kind, which, name="Renamed"))

    assert holders(aws, kind, stack) == [f"{kind}{which}"]
    assert stack.drift() == {}


@KINDS
def test_an_association_that_cannot_be_given_back_is_told(aws, kind):
    stack = aws.deploy(template(kind, "One"))
    aws.client("s3").create_bucket(Bucket="taken-by-somebody")
    operation = "ReplaceRouteTableAssociation" if kind == "RouteTable" else "ReplaceNetworkAclAssociation"
    seen = []

    def refuse_the_second(call):
        seen.append(call.caller)
        if seen.count(Caller.ADMINISTRATOR) == 2:
            raise Refused("InternalError", "injected", 500)

    aws.gateway.subscribe(Stage.FAULT, refuse_the_second, service="ec2", operation=operation)

    with pytest.raises(StackFailed, match=r"Link could not be restored: .*injected"):
        stack.update(template(kind, "Two", Late=REFUSED_LATER))


@KINDS
def test_a_subnet_that_is_not_there_is_refused(aws, kind):
    body = template(kind, "One")
    body["Resources"]["Link"]["Properties"]["SubnetId"] = "subnet-12345678"

    with pytest.raises(StackFailed, match="The subnet ID 'subnet-12345678' does not exist"):
        aws.deploy(body)


def test_a_list_that_is_not_there_leaves_the_subnet_its_own():
    with Sandbox() as aws:
        ec2 = aws.client("ec2")
        subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
        of_subnet = [{"Name": "association.subnet-id", "Values": [subnet]}]
        [before] = ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"]
        [association] = [link for link in before["Associations"] if link["SubnetId"] == subnet]

        with pytest.raises(ClientError, match="does not exist"):
            ec2.replace_network_acl_association(
                AssociationId=association["NetworkAclAssociationId"], NetworkAclId="acl-nobodys"
            )

        assert ec2.describe_network_acls(Filters=of_subnet)["NetworkAcls"] == [before]
