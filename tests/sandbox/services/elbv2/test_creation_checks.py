"""What Elastic Load Balancing refuses, each beside what it takes."""

import pytest
from botocore.exceptions import ClientError

from patterns import Sandbox

FIXED = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]


@pytest.fixture(scope="module")
def shared():
    with Sandbox() as account:
        yield account


@pytest.fixture(scope="module")
def place(shared):
    """Subnets and a group of the default network, and a network that nothing leads into."""
    ec2, net = shared.client("ec2"), shared.existing_network()
    one, two = list(net.subnet_ids.values())[:2]
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.create_vpc(CidrBlock="10.1.0.0/16")
    closed = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=block, AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for block, zone in (
            ("10.0.0.0/24", "us-east-1a"), ("10.0.1.0/24", "us-east-1b"), ("10.0.2.0/24", "us-east-1a"),
        )
    ]  # fmt: skip
    group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    return {"one": one, "two": two, "vpc": net.vpc_id, "closed": closed, "closed_vpc": vpc, "closed_group": group}


@pytest.fixture(scope="module")
def elbv2(shared):
    return shared.client("elbv2")


@pytest.fixture(scope="module")
def front(elbv2, place):
    made = elbv2.create_load_balancer(Name="front", Subnets=[place["one"], place["two"]])
    return made["LoadBalancers"][0]["LoadBalancerArn"]


@pytest.fixture(scope="module")
def listener(elbv2, front):
    made = elbv2.create_listener(LoadBalancerArn=front, Protocol="HTTP", Port=80, DefaultActions=FIXED)
    return made["Listeners"][0]["ListenerArn"]


def refusal(call, **asked):
    with pytest.raises(ClientError) as refused:
        call(**asked)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"Subnets": ["one"]}, "ValidationError", "At least two subnets in two different Availability Zones must be"),
        ({"Subnets": ["0", "2"], "Scheme": "internal"}, "InvalidConfigurationRequest", "multiple subnets in the same"),
        ({"Subnets": ["0", "1"]}, "InvalidSubnet", "has no internet gateway"),
        ({"Subnets": ["0", "two"]}, "InvalidConfigurationRequest", "All subnets must belong to the same VPC"),
        (
            {"SecurityGroups": ["closed_group"]},
            "InvalidConfigurationRequest",
            "One or more security groups are invalid",
        ),
        ({"Name": "internal-x"}, "ValidationError", "cannot begin with 'internal-'"),
        ({"Name": "x" * 33}, "ValidationError", "cannot be longer than '32' characters"),
        ({"Name": "x_y"}, "ValidationError", "can only contain characters that are alphanumeric"),
        ({"Name": "x-"}, "ValidationError", "cannot begin or end with '-'"),
        ({"Scheme": "outside"}, "ValidationError", "Value 'outside' at 'scheme' failed to satisfy constraint"),
    ],
)
def test_balancer_is_refused(elbv2, place, asked, code, said):
    named = {str(number): subnet for number, subnet in enumerate(place["closed"])} | place
    wanted = {"Name": "other", "Subnets": ["one", "two"], **asked}
    for name in ("Subnets", "SecurityGroups"):
        if name in wanted:
            wanted[name] = [named[one] for one in wanted[name]]

    found, message = refusal(elbv2.create_load_balancer, **wanted)

    assert (found, said in message) == (code, True), message


@pytest.mark.parametrize(
    "asked", [{"Scheme": "internal"}, {"Type": "network", "Scheme": "internal"}, {"Type": "gateway"}]
)
def test_balancer_of_a_closed_network_is_made(elbv2, place, asked):
    subnets = place["closed"][: 2 if "Type" not in asked else 1]

    made = elbv2.create_load_balancer(Name="inside", Subnets=subnets, **asked)["LoadBalancers"][0]

    elbv2.delete_load_balancer(LoadBalancerArn=made["LoadBalancerArn"])
    assert made["VpcId"] == place["closed_vpc"]


def test_protected_balancer_is_not_deleted(elbv2, front):
    key = "deletion_protection.enabled"
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=front, Attributes=[{"Key": key, "Value": "true"}])

    said = f"Load balancer '{front}' cannot be deleted because deletion protection is enabled"
    assert refusal(elbv2.delete_load_balancer, LoadBalancerArn=front) == ("OperationNotPermitted", said)
    elbv2.modify_load_balancer_attributes(LoadBalancerArn=front, Attributes=[{"Key": key, "Value": "false"}])


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"Port": 65_536}, "Value '65536' at 'port' failed to satisfy constraint: Member must have value less than"),
        ({"HealthCheckIntervalSeconds": 301}, "less than or equal to 300"),
        ({"HealthyThresholdCount": 11}, "Value '11' at 'healthyThresholdCount'"),
        ({"HealthCheckIntervalSeconds": 5}, "Health check interval must be greater than the timeout."),
        (
            {"HealthCheckProtocol": "TCP"},
            "Health check protocol 'TCP' is not supported for target groups with the HTTP",
        ),
        ({"HealthCheckPath": "health"}, "must begin with a '/'"),
        ({"HealthCheckEnabled": False}, "Health check enabled must be true for target groups with target type"),
    ],
)
def test_target_group_is_refused(elbv2, place, asked, said):
    wanted = {"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": place["vpc"], **asked}

    assert said in refusal(elbv2.create_target_group, **wanted)[1]


def test_target_group_is_changed_within_its_limits(elbv2, place):
    made = elbv2.create_target_group(Name="changed", Protocol="HTTP", Port=80, VpcId=place["vpc"])["TargetGroups"][0]
    change = {"TargetGroupArn": made["TargetGroupArn"]}

    said = "Health check interval must be greater than the timeout."
    assert refusal(elbv2.modify_target_group, **change, HealthCheckTimeoutSeconds=30)[1] == said
    changed = elbv2.modify_target_group(**change, HealthCheckIntervalSeconds=40, HealthCheckTimeoutSeconds=30)
    assert changed["TargetGroups"][0]["HealthCheckTimeoutSeconds"] == 30


def to(**where):
    return [{"Type": "redirect", "RedirectConfig": {"StatusCode": "HTTP_301", **where}}]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"Port": 80}, "DuplicateListener", "A listener already exists on this port for this load balancer"),
        ({"Protocol": "HTTPS"}, "ValidationError", "A certificate must be specified for HTTPS listeners"),
        ({"SslPolicy": "ELBSecurityPolicy-2016-08"}, "ValidationError", "An SSL policy cannot be specified for HTTP"),
        ({"DefaultActions": to(Port="#{port}")}, "InvalidLoadBalancerAction", "because it creates a loop."),
        ({"Port": 70_000}, "ValidationError", "less than or equal to 65535"),
        (
            {"Protocol": "HTTPS", "Certificates": ["arn:aws:acm:us-east-1:123456789012:certificate/no"]},
            "CertificateNotFound",
            "certificate/no' not found",
        ),
        ({"Certificates": ["arn:aws:acm:us-east-1:1:certificate/a"]}, "ValidationError", "A certificate cannot be"),
    ],
)
def test_listener_is_refused(elbv2, front, listener, asked, code, said):
    wanted = {"LoadBalancerArn": front, "Protocol": "HTTP", "Port": 8080, "DefaultActions": FIXED, **asked}
    if "Certificates" in wanted:
        wanted["Certificates"] = [{"CertificateArn": arn} for arn in wanted["Certificates"]]

    found, message = refusal(elbv2.create_listener, **wanted)

    assert (found, said in message) == (code, True), message


def test_listener_leads_to_https_and_to_groups_of_its_network(elbv2, front, place):
    made = elbv2.create_target_group(Name="far", Protocol="HTTP", Port=80, VpcId=place["closed_vpc"])["TargetGroups"][0]
    away = [{"Type": "forward", "TargetGroupArn": made["TargetGroupArn"]}]
    asked = {"LoadBalancerArn": front, "Protocol": "HTTP", "Port": 8081}

    assert "different VPC" in refusal(elbv2.create_listener, **asked, DefaultActions=away)[1]
    listeners = elbv2.create_listener(**asked, DefaultActions=to(Protocol="HTTPS", Port="443"))["Listeners"]
    assert listeners[0]["Port"] == 8081


def path(*values):
    return {"Field": "path-pattern", "PathPatternConfig": {"Values": list(values)}}


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"Priority": 7}, "PriorityInUse", "Priority '7' is currently in use"),
        ({"Priority": 50_001}, "ValidationError", "less than or equal to 50000"),
        ({"Conditions": []}, "ValidationError", "A condition must be specified"),
        (
            {"Conditions": [path(*(f"/{number}" for number in range(6)))]},
            "ValidationError",
            "A rule can only have '5' condition",
        ),
        ({"Conditions": [path("/a"), path("/b")]}, "ValidationError", "only have one 'path-pattern' condition"),
    ],
)
def test_rule_is_refused(elbv2, listener, asked, code, said):
    usual = {"ListenerArn": listener, "Priority": 8, "Conditions": [path("/x")], "Actions": FIXED}
    rule = elbv2.create_rule(**usual | {"Priority": 7})["Rules"][0]["RuleArn"]

    found, message = refusal(elbv2.create_rule, **usual | asked)

    elbv2.delete_rule(RuleArn=rule)
    assert (found, said in message) == (code, True), message
