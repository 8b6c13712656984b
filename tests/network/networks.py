"""Small networks as templates, for the tests beside this file."""

from __future__ import annotations

from typing import Any


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def subnet(number: int, zone: str = "a", **properties: Any) -> dict[str, Any]:
    block = f"10.0.{number}.0/24"
    given = {"VpcId": ref("Vpc"), "CidrBlock": block, "AvailabilityZone": f"us-east-1{zone}", **properties}
    return resource("Subnet", **given)


def entry(number: int, *, egress: bool = False, action: str = "allow", **properties: Any) -> dict[str, Any]:
    given = {"Protocol": 6, "CidrBlock": "0.0.0.0/0", "PortRange": {"From": 0, "To": 65535}, **properties}
    return resource(
        "NetworkAclEntry", NetworkAclId=ref("Acl"), RuleNumber=number, Egress=egress, RuleAction=action, **given
    )


def network(**resources: Any) -> dict[str, Any]:
    """A template with a network `Vpc`, 10.0.0.0/16, and these resources."""
    return {"Resources": {"Vpc": resource("VPC", CidrBlock="10.0.0.0/16"), **resources}}


def table(*subnets: str, name: str = "Table", **routes: Any) -> dict[str, Any]:
    """A route table of these subnets, with routes by name."""
    made = {name: resource("RouteTable", VpcId=ref("Vpc"))}
    for one in subnets:
        made[f"{one}In{name}"] = resource("SubnetRouteTableAssociation", SubnetId=ref(one), RouteTableId=ref(name))
    for route, target in routes.items():
        destination = (
            {} if any(key.startswith("Destination") for key in target) else {"DestinationCidrBlock": "0.0.0.0/0"}
        )
        made[route] = resource("Route", RouteTableId=ref(name), **destination, **target)
    return made


def acl(*subnets: str, **entries: Any) -> dict[str, Any]:
    """A network ACL `Acl` around these subnets, with entries by name."""
    made = {"Acl": resource("NetworkAcl", VpcId=ref("Vpc")), **entries}
    for one in subnets:
        made[f"{one}Guard"] = resource("SubnetNetworkAclAssociation", SubnetId=ref(one), NetworkAclId=ref("Acl"))
    return made


def gateway() -> dict[str, Any]:
    """An internet gateway `Igw`, attached."""
    return {
        "Igw": resource("InternetGateway"),
        "Attachment": resource("VPCGatewayAttachment", VpcId=ref("Vpc"), InternetGatewayId=ref("Igw")),
    }


def rule(port: int, **peer: Any) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **peer}


def group(*ingress: Any, egress: list[Any] | None = None) -> dict[str, Any]:
    outward = {} if egress is None else {"SecurityGroupEgress": egress}
    return resource(
        "SecurityGroup", GroupDescription="g", VpcId=ref("Vpc"), SecurityGroupIngress=list(ingress), **outward
    )


def instance(place: str, *groups: str, **properties: Any) -> dict[str, Any]:
    named = {"SecurityGroupIds": [ref(name) for name in groups]} if groups else {}
    return resource("Instance", ImageId="ami-12c6146b", SubnetId=ref(place), **named, **properties)
