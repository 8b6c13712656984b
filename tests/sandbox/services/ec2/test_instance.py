import pytest
from botocore.exceptions import ClientError


def instance(**properties):
    made = {"ImageId": "ami-12c6146b", "InstanceType": "t3.micro", **properties}
    return {"Resources": {"Server": {"Type": "AWS::EC2::Instance", "Properties": made}}}


@pytest.mark.parametrize(
    "change",
    [
        {"InstanceType": {"Value": "t3.small"}},
        {"EbsOptimized": {"Value": True}},
        {"UserData": {"Value": b"#!/bin/sh"}},
        {"Attribute": "instanceType", "Value": "t3.small"},
    ],
    ids=lambda change: "-".join(change),
)
def test_a_running_instance_refuses_what_needs_it_stopped(aws, change):
    ec2, server = aws.client("ec2"), aws.deploy(instance())["Server"].physical_id

    with pytest.raises(ClientError) as refused:
        ec2.modify_instance_attribute(InstanceId=server, **change)

    error = refused.value.response["Error"]
    assert error["Code"] == "IncorrectInstanceState"
    assert error["Message"] == f"The instance '{server}' is not in the 'stopped' state."
    ec2.stop_instances(InstanceIds=[server])
    ec2.modify_instance_attribute(InstanceId=server, **change)


def test_a_running_instance_changes_the_rest(aws):
    ec2, server = aws.client("ec2"), aws.deploy(instance())["Server"].physical_id

    ec2.modify_instance_attribute(InstanceId=server, DisableApiTermination={"Value": True})

    told = ec2.describe_instance_attribute(InstanceId=server, Attribute="disableApiTermination")
    assert told["DisableApiTermination"] == {"Value": True}


def test_an_update_of_the_type_stops_and_starts_the_same_instance(aws):
    stack = aws.deploy(instance())
    server = stack["Server"].physical_id
    private = stack["Server"].attribute("PrivateIp")
    with_calls = []
    aws.gateway.subscribe("record", lambda call: with_calls.append(call.operation), service="ec2")

    stack.update(instance(InstanceType="t3.small"))

    changes = [name for name in with_calls if not name.startswith("Describe")]
    assert changes == ["StopInstances", "ModifyInstanceAttribute", "StartInstances"]
    assert stack["Server"].physical_id == server
    assert stack["Server"].attribute("PrivateIp") == private
    [found] = aws.client("ec2").describe_instances(InstanceIds=[server])["Reservations"][0]["Instances"]
    assert (found["InstanceType"], found["State"]["Name"]) == ("t3.small", "running")
