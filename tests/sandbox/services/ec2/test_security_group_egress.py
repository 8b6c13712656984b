import pytest
from botocore.exceptions import ClientError

from patterns.sandbox.core.errors import Refused, StackFailed
from patterns.sandbox.gateway import Stage
from tools.clearing import standing

EVERYTHING = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
HTTPS = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}


def template(rule=None, **inside):
    group = {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {"GroupDescription": "Web.", "VpcId": {"Ref": "Vpc"}, **inside},
    }
    network = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}}
    resources = {"Vpc": network, "Group": group}
    if rule is not None:
        own = {"GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, **rule}
        resources["Rule"] = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": own}
    return {"Resources": resources}


def outward(aws, stack):
    """(protocol, port) of each rule that lets the group's members out."""
    group = [{"Name": "group-id", "Values": [stack["Group"].physical_id]}]
    rules = aws.client("ec2").describe_security_group_rules(Filters=group)["SecurityGroupRules"]
    return sorted((rule["IpProtocol"], rule["FromPort"]) for rule in rules if rule["IsEgress"])


def test_a_rule_of_its_own_ends_that_everything_is_let_out(aws):
    stack = aws.deploy(template())
    assert outward(aws, stack) == [("-1", -1)]

    stack.update(template(HTTPS))
    assert outward(aws, stack) == [("tcp", 443)]
    assert stack.drift() == {}

    stack.update(template())
    assert outward(aws, stack) == []


def test_what_the_group_itself_declares_stays_beside_it(aws):
    stack = aws.deploy(template(HTTPS, SecurityGroupEgress=[EVERYTHING]))

    assert outward(aws, stack) == [("-1", -1), ("tcp", 443)]
    assert stack.drift() == {}


def test_a_rule_of_its_own_may_let_everything_out(aws):
    stack = aws.deploy(template(EVERYTHING))

    assert outward(aws, stack) == [("-1", -1)]
    assert stack.drift() == {}
    stack.delete()
    assert standing(aws) == []


def test_a_refused_rule_leaves_the_first_one(aws):
    stack = aws.deploy(template())
    refusing = []

    def refuse_once(call):
        if not refusing:
            refusing.append(call)
            raise Refused("InternalError", "injected", 500)

    aws.gateway.subscribe(Stage.FAULT, refuse_once, service="ec2", operation="AuthorizeSecurityGroupEgress")

    with pytest.raises(StackFailed, match="injected"):
        stack.update(template(HTTPS))

    assert outward(aws, stack) == [("-1", -1)]


def test_a_rule_in_no_group_is_refused(aws):
    rule = {"Type": "AWS::EC2::SecurityGroupEgress", "Properties": {"GroupId": "sg-12345678", **HTTPS}}

    with pytest.raises(StackFailed, match="sg-12345678") as failed:
        aws.deploy({"Resources": {"Rule": rule}})

    assert isinstance(failed.value.__cause__, ClientError)
