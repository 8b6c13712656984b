"""What the examples of providers stand on: `{vpc}` in an example is the network made here before it is deployed.

Not here: the examples, which are their providers' own.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.sandbox.account import Sandbox

NAME = re.compile(r"(?<!\$)\{(?P<name>[a-z_0-9]+)(?:\.(?P<attribute>\w+))?\}")

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
ANYTHING = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}

CODE_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com", "scheduler.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }
    ],
}
CODE = "def handler(event, context):\n    return event\n"
FUNCTION = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "Role": "{function_role.Arn}",
        "Runtime": "python3.13",
        "Handler": "index.handler",
        "Code": {"ZipFile": CODE},
    },
}


def _may_log(function: str) -> dict[str, Any]:
    """The permission by which CloudWatch Logs may hand lines to a function."""
    asked = {"Action": "lambda:InvokeFunction", "Principal": "logs.amazonaws.com", "FunctionName": f"{{{function}}}"}
    return {"Type": "AWS::Lambda::Permission", "Properties": asked}


DEFINITION = '{"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": true}}}'

CODE_BUCKET, CODE_KEY = "stage-code", "code.zip"
"""Where the code lies of what takes it from a bucket: put there before the stage is deployed."""

STAGE: Mapping[str, Mapping[str, Any]] = {
    "bucket": {"Type": "AWS::S3::Bucket"},
    "other_bucket": {"Type": "AWS::S3::Bucket"},
    "key": {"Type": "AWS::KMS::Key"},
    "other_key": {"Type": "AWS::KMS::Key"},
    "vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
    "other_vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}},
    "subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.200.0/24", "AvailabilityZone": "us-east-1a"},
    },
    "other_subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.201.0/24", "AvailabilityZone": "us-east-1b"},
    },
    "third_subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": "{vpc}", "CidrBlock": "10.0.202.0/24", "AvailabilityZone": "us-east-1c"},
    },
    "db_subnet_group": {
        "Type": "AWS::RDS::DBSubnetGroup",
        "Properties": {"DBSubnetGroupDescription": "Stage.", "SubnetIds": ["{subnet}", "{other_subnet}"]},
    },
    "db_parameter_group": {
        "Type": "AWS::RDS::DBParameterGroup",
        "Properties": {"Description": "Stage.", "Family": "postgres17"},
    },
    "db_cluster": {
        "Type": "AWS::RDS::DBCluster",
        "Properties": {"Engine": "aurora-postgresql", "MasterUsername": "app", "ManageMasterUserPassword": True},
    },
    "cache_subnet_group": {
        "Type": "AWS::ElastiCache::SubnetGroup",
        "Properties": {"Description": "Stage.", "SubnetIds": ["{subnet}", "{other_subnet}"]},
    },
    "database": {
        "Type": "AWS::RDS::DBInstance",
        "Properties": {
            "Engine": "postgres",
            "DBInstanceClass": "db.t4g.micro",
            "AllocatedStorage": "20",
            "MasterUsername": "app",
            "ManageMasterUserPassword": True,
        },
    },
    "other_credentials": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"SecretString": '{"username": "app"}'},
    },
    "credentials": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"SecretString": '{"username": "app"}'},
    },
    "group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Stage.", "VpcId": "{vpc}"}},
    "other_group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "Stage.", "VpcId": "{vpc}"}},
    "closed_group": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": "Stage.",
            "VpcId": "{vpc}",
            "SecurityGroupEgress": [{"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}],
        },
    },
    "queue": {"Type": "AWS::SQS::Queue"},
    "other_queue": {"Type": "AWS::SQS::Queue"},
    "log_group": {"Type": "AWS::Logs::LogGroup"},
    "role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "other_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
    "user": {"Type": "AWS::IAM::User"},
    "other_user": {"Type": "AWS::IAM::User"},
    "user_group": {"Type": "AWS::IAM::Group"},
    "other_user_group": {"Type": "AWS::IAM::Group"},
    "function_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": CODE_TRUST}},
    "other_function_role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": CODE_TRUST}},
    "function": FUNCTION,
    "other_function": FUNCTION,
    "function_version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": "{function}"}},
    "log_function": FUNCTION,
    "log_permission": _may_log("log_function"),
    "other_log_function": FUNCTION,
    "other_log_permission": _may_log("other_log_function"),
    "live_function": FUNCTION,
    "alias": {
        "Type": "AWS::Lambda::Alias",
        "Properties": {"FunctionName": "{live_function}", "Name": "live", "FunctionVersion": "$LATEST"},
    },
    "secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "staged"}},
    "other_secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "staged"}},
    "topic": {"Type": "AWS::SNS::Topic"},
    "other_topic": {"Type": "AWS::SNS::Topic"},
    "layer": {
        "Type": "AWS::Lambda::LayerVersion",
        "Properties": {"Content": {"S3Bucket": CODE_BUCKET, "S3Key": CODE_KEY}},
    },
    "table": {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
        },
    },
    "policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ANYTHING}},
    "profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["{role}"]}},
    "other_profile": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": ["{other_role}"]}},
    "launch_template": {
        "Type": "AWS::EC2::LaunchTemplate",
        "Properties": {
            "LaunchTemplateData": {
                "ImageId": "ami-12c6146b",
                "InstanceType": "t3.small",
                "Monitoring": {"Enabled": True},
            }
        },
    },
    "scaled": {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "MinSize": "0",
            "MaxSize": "3",
            "VPCZoneIdentifier": ["{subnet}"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
        },
    },
    "other_scaled": {
        "Type": "AWS::AutoScaling::AutoScalingGroup",
        "Properties": {
            "MinSize": "0",
            "MaxSize": "3",
            "VPCZoneIdentifier": ["{subnet}"],
            "LaunchTemplate": {"LaunchTemplateId": "{launch_template}", "Version": "1"},
        },
    },
    "target_group": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {"Port": 80, "Protocol": "HTTP", "VpcId": "{vpc}"},
    },
    "other_target_group": {
        "Type": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "Properties": {"Port": 8080, "Protocol": "HTTP", "VpcId": "{vpc}"},
    },
    "balancer": {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Subnets": ["{subnet}", "{other_subnet}"]},
    },
    "other_balancer": {
        "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "Properties": {"Subnets": ["{subnet}", "{other_subnet}"]},
    },
    "certificate": {
        "Type": "AWS::CertificateManager::Certificate",
        "Properties": {"DomainName": "shop.example.com"},
    },
    "listener": {
        "Type": "AWS::ElasticLoadBalancingV2::Listener",
        "Properties": {
            "LoadBalancerArn": "{balancer}",
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        },
    },
    "other_listener": {
        "Type": "AWS::ElasticLoadBalancingV2::Listener",
        "Properties": {
            "LoadBalancerArn": "{other_balancer}",
            "Port": 80,
            "Protocol": "HTTP",
            "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
        },
    },
    "acl": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": "{vpc}"}},
    "other_acl": {"Type": "AWS::EC2::NetworkAcl", "Properties": {"VpcId": "{vpc}"}},
    "egress_gateway": {"Type": "AWS::EC2::EgressOnlyInternetGateway", "Properties": {"VpcId": "{vpc}"}},
    "instance": {
        "Type": "AWS::EC2::Instance",
        "Properties": {"ImageId": "ami-12c6146b", "SubnetId": "{subnet}"},
    },
    "route_table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": "{vpc}"}},
    "other_route_table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": "{vpc}"}},
    "gateway": {"Type": "AWS::EC2::InternetGateway"},
    "other_gateway": {"Type": "AWS::EC2::InternetGateway"},
    "attached_gateway": {"Type": "AWS::EC2::InternetGateway"},
    "attachment": {
        "Type": "AWS::EC2::VPCGatewayAttachment",
        "Properties": {"VpcId": "{vpc}", "InternetGatewayId": "{attached_gateway}"},
    },
    "address": {"Type": "AWS::EC2::EIP"},
    "nat_gateway": {
        "Type": "AWS::EC2::NatGateway",
        "Properties": {"SubnetId": "{subnet}", "ConnectivityType": "private"},
    },
}
"""Name -> resource, which may stand on others. `{name}` is what `Ref` gives, `{name.Arn}` an attribute."""

COMPANIONS: Mapping[str, str] = {
    "attached_gateway": "attachment",
    "live_function": "alias",
    "log_function": "log_permission",
    "other_log_function": "other_log_permission",
}
"""What makes a resource what its name says, and is made with it."""


def _peering(account: Sandbox, values: Mapping[str, str]) -> str:
    ec2, networks = account.administrator("ec2"), {"VpcId": values["{vpc}"], "PeerVpcId": values["{other_vpc}"]}
    made = ec2.create_vpc_peering_connection(**networks)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=made)
    return str(made)


def _interface(account: Sandbox, values: Mapping[str, str]) -> str:
    made = account.administrator("ec2").create_network_interface(SubnetId=values["{subnet}"])
    return str(made["NetworkInterface"]["NetworkInterfaceId"])


def _prefix_list(account: Sandbox, values: Mapping[str, str]) -> str:
    made = account.administrator("ec2").create_managed_prefix_list(
        PrefixListName="stage", MaxEntries=1, AddressFamily="IPv4", Entries=[{"Cidr": "10.9.0.0/16"}]
    )
    return str(made["PrefixList"]["PrefixListId"])


BY_CALL: Mapping[str, tuple[Callable[[Sandbox, Mapping[str, str]], str], str]] = {
    "peering": (_peering, "{vpc} {other_vpc}"),
    "interface": (_interface, "{subnet}"),
    "prefix_list": (_prefix_list, ""),
}
"""Name -> the calls that make what no provider makes, and the names these stand on."""


def on_stage(account: Sandbox, *examples: Mapping[str, Any]) -> tuple[dict[str, Any], ...]:
    """The examples with each `{name}` replaced, after what they name is deployed as the stack "stage"."""
    called = {match["name"]: BY_CALL[match["name"]] for match in _matches(list(examples)) if match["name"] in BY_CALL}
    below = [needs for _, needs in called.values()]
    asked = {match[0]: match for match in _matches([*examples, *below]) if match["name"] not in BY_CALL}
    if CODE_BUCKET in str((examples, [STAGE[name] for name in _needed([*examples, *below])])):
        _put_code(account)
    if not asked and not called:
        return tuple(dict(example) for example in examples)
    body = {
        "Resources": {_logical_id(name): _referring(STAGE[name]) for name in _needed([*examples, *below])},
        "Outputs": {f"Name{number}": {"Value": _reference(match)} for number, match in enumerate(asked.values())},
    }
    outputs = account.deploy(body, name="stage").outputs
    values = dict(zip(asked, outputs.values(), strict=True))
    values |= {f"{{{name}}}": make(account, values) for name, (make, _) in called.items()}
    return tuple(_filled(example, values) for example in examples)


def _put_code(account: Sandbox) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("code.py"), CODE)
    s3 = account.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=packed.getvalue())
    s3.put_object(Bucket=CODE_BUCKET, Key="definition.json", Body=DEFINITION)


def _matches(value: Any) -> Iterator[re.Match[str]]:
    if isinstance(value, str):
        yield from NAME.finditer(value)
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for member in members:
        yield from _matches(member)


def _needed(value: Any) -> dict[str, None]:
    """The names that a value stands on, and those that these stand on."""
    found: dict[str, None] = {}
    for name in (match["name"] for match in _matches(value)):
        if name not in found and name not in BY_CALL:
            found |= _needed(STAGE[name]) | {name: None}
        if name in COMPANIONS and COMPANIONS[name] not in found:
            found |= {COMPANIONS[name]: None}
    return found


def _logical_id(name: str) -> str:
    return name.title().replace("_", "")


def _reference(match: re.Match[str]) -> dict[str, Any]:
    logical_id = _logical_id(match["name"])
    return {"Fn::GetAtt": [logical_id, match["attribute"]]} if match["attribute"] else {"Ref": logical_id}


def _referring(value: Any) -> Any:
    """A resource of the stage with its names as references to other resources of the stage."""
    if isinstance(value, str):
        match = NAME.fullmatch(value)
        return _reference(match) if match else value
    if isinstance(value, Mapping):
        return {key: _referring(member) for key, member in value.items()}
    return [_referring(member) for member in value] if isinstance(value, list) else value


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return NAME.sub(lambda match: values[match[0]], value)
    if isinstance(value, Mapping):
        return {key: _filled(member, values) for key, member in value.items()}
    return [_filled(member, values) for member in value] if isinstance(value, list) else value
