"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html."""

import pytest

from patterns.sandbox.core.errors import SandboxError, StackFailed
from tools.clearing import standing

IMAGE = "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
SILENT = "#!/bin/bash\necho hello\n"
TELLS = "#!/bin/bash\ndnf install -y httpd\n/opt/aws/bin/cfn-signal -e $? --stack ${AWS::StackName} --resource %s\n"
FAILS = "#!/bin/bash\ncfn-signal --success false --resource %s --stack ${AWS::StackName}\n"


def machine(user_data, policy):
    properties = {"ImageId": IMAGE, "InstanceType": "t4g.micro", "UserData": {"Fn::Base64": {"Fn::Sub": user_data}}}
    return {"Resources": {"Server": {"Type": "AWS::EC2::Instance", "Properties": properties, "CreationPolicy": policy}}}


def group(user_data, policy):
    data = {"ImageId": IMAGE, "InstanceType": "t4g.micro", "UserData": {"Fn::Base64": {"Fn::Sub": user_data}}}
    launch = {"LaunchTemplateId": {"Ref": "Launch"}, "Version": {"Fn::GetAtt": "Launch.LatestVersionNumber"}}
    sizes = {"MinSize": "2", "MaxSize": "2", "AvailabilityZones": ["us-east-1a"], "LaunchTemplate": launch}
    return {"Resources": {
        "Launch": {"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateData": data}},
        "Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": sizes, "CreationPolicy": policy},
    }}  # fmt: skip


def asked(count=1, timeout="PT15M", **more):
    return {"ResourceSignal": {"Count": count, "Timeout": timeout}, **more}


def received(stack, logical_id):
    told = [event.reason for event in stack.events if event.logical_id == logical_id]
    return [reason for reason in told if reason.startswith("Received")]


@pytest.mark.parametrize(
    ("template", "name", "number"),
    [
        (machine(TELLS % "Server", asked()), "Server", 1),
        (group(TELLS % "Group", asked(2)), "Group", 2),
        (machine(TELLS % "Server", {"ResourceSignal": {}}), "Server", 1),
    ],
    ids=["machine", "group", "all by default"],
)
def test_a_bootstrap_that_ends_in_a_signal_has_signalled_when_its_machine_runs(sandbox, template, name, number):
    began = sandbox.clock.now
    stack = sandbox.deploy(template)

    assert [reason.split(" with ")[0] for reason in received(stack, name)] == ["Received SUCCESS signal"] * number
    assert sandbox.clock.now == began


@pytest.mark.slow
@pytest.mark.parametrize(
    ("template", "reason", "minutes"),
    [
        (machine(SILENT, asked()), "Server: Failed to receive 1 resource signal(s) within the specified duration", 15),
        (group(SILENT, asked(2, "PT1H")), "Group: Failed to receive 2 resource signal(s) within", 60),
        (group(TELLS % "Group", asked(3, "PT5M")), "Group: Failed to receive 1 resource signal(s) within", 5),
        (machine(TELLS % "Other", asked()), "Server: Failed to receive 1 resource signal(s)", 15),
        (machine(FAILS % "Server", asked()), "Received 1 FAILURE signal(s) out of 1. Unable to satisfy 100%", 0),
    ],
    ids=["silent", "two of two", "one of three", "for another", "failure"],
)
def test_a_signal_that_does_not_come_fails_the_creation_when_its_time_is_over(sandbox, template, reason, minutes):
    began = sandbox.clock.now

    with pytest.raises(StackFailed) as failed:
        sandbox.deploy(template)

    assert reason in str(failed.value)
    assert (sandbox.clock.now - began).total_seconds() == minutes * 60
    assert standing(sandbox) == []
    assert all(state == "terminated" for state in states(sandbox))


def states(sandbox):
    reservations = sandbox.client("ec2").describe_instances()["Reservations"]
    return [instance["State"]["Name"] for reservation in reservations for instance in reservation["Instances"]]


@pytest.mark.slow
def test_signals_are_sent_by_hand_and_taken_once(sandbox):
    for sender in ("one", "one", "two"):
        sandbox.signal("web", "Group", sender)

    stack = sandbox.deploy(group(SILENT, asked(2)), name="web")
    assert len(received(stack, "Group")) == 2
    with pytest.raises(StackFailed, match="Failed to receive 2"):
        sandbox.deploy(group(SILENT, asked(2)), name="other")


def test_a_share_of_failures_may_be_let_pass(sandbox):
    lenient = asked(2, AutoScalingCreationPolicy={"MinSuccessfulInstancesPercent": 50})
    sandbox.signal("web", "Group", "one", status="FAILURE")
    sandbox.signal("web", "Group", "two")

    assert sandbox.deploy(group(SILENT, lenient), name="web").status == "CREATE_COMPLETE"


def test_a_signal_is_one_of_two(sandbox):
    with pytest.raises(SandboxError, match="status 'OK': a signal is one of SUCCESS, FAILURE"):
        sandbox.signal("web", "Group", "one", status="OK")
