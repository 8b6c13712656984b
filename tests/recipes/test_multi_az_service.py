import pytest

from patterns import MultiAzService, Sandbox, check, compare, reachability
from patterns.analysis.single_points import single_points
from patterns.sandbox.core.errors import StackFailed
from tools.sampling import sampled

LAUNCH = {"LaunchTemplate.LaunchTemplateData", "Group.LaunchTemplate", "Scaling.AutoScalingGroupName"}
"""A new version of the launch template, and what names the group that may be another then."""

CONCERNS = {
    "nat": {
        "NetworkNatGateway",
        *(f"Network{one}{zone}" for one in ("NatGateway", "NatAddress") for zone in "ABC"),
        *(f"NetworkAppRouteTable{zone}DefaultRoute.NatGatewayId" for zone in "ABC"),
    } - {"NetworkNatAddress"},
    "cross_zone": {"TargetGroup.TargetGroupAttributes"},
    "capacity": {"CapacityAlarm.Threshold", "Group.MinSize", "Group.MaxSize"},
    "cpu_target": {"CapacityAlarm.Threshold", "Scaling.TargetTrackingConfiguration"},
    "instance_type": LAUNCH,
    "health_check": {"Group.HealthCheckType"},
    "engine": LAUNCH | {
        "Database.Engine", "Database.EngineVersion", "InstanceRole.Policies",
        "DatabaseSecurityGroup.SecurityGroupIngress", "DatabaseSecurityGroup.SecurityGroupEgress",
        "InstanceSecurityGroup.SecurityGroupEgress",
    },
    "database_class": {"Database.DBInstanceClass"},
    # Changing it may replace an instance of some engines, so that what names it may change too.
    "database_standby": LAUNCH | {"Database.MultiAZ", "InstanceRole.Policies"},
    "cache_standby": {"Cache.NumCacheClusters", "Cache.AutomaticFailoverEnabled", "Cache.MultiAZEnabled"},
    "tls": {
        "Certificate", "HttpsListener", "HttpListener.DefaultActions", "BalancerSecurityGroup.SecurityGroupIngress",
    },
    "domain": {"Certificate.DomainName", "HttpsListener.Certificates"},
    "request_logs": {"LogBucket", "LogBucketPolicy", "Balancer.LoadBalancerAttributes"},
    "deletion_protection": {"Database.DeletionProtection", "Balancer.LoadBalancerAttributes"},
    "alarm": {"AlarmTopic", "AlarmMail", "CapacityAlarm"},
}  # fmt: skip
"""Parameter -> the resources it makes or removes, and the properties it changes."""

FRAGILE = {
    "nat": ("one", {"VPC-005"}),
    "zone_count": (2, {"ASG-004"}),
    "cpu_target": (67, {"ASG-004"}),
    "health_check": ("EC2", {"ASG-002"}),
    "database_standby": (False, {"RDS-001"}),
    "cache_standby": (False, {"CACHE-001"}),
    "tls": (False, {"ELB-003"}),
    "request_logs": (False, {"ELB-001"}),
    "deletion_protection": (False, {"ELB-002", "RDS-005"}),
}
"""Parameter -> its fragile choice, and the findings that name it."""


def touched(old, new):
    for change in compare(old, new):
        paths = {str(prop.path[0]) for prop in change.properties}
        yield from {f"{change.logical_id}.{name}" for name in paths} or {change.logical_id}


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(CONCERNS, 1, slow=2))
def test_a_parameter_touches_what_it_concerns_and_nothing_else(name):
    basis = MultiAzService()

    values = MultiAzService.parameters()[name].choices()

    assert {place for value in values for place in touched(basis, basis.with_(**{name: value}))} == CONCERNS[name]


def test_one_zone_more_adds_to_every_tier_and_changes_no_name():
    fewer, more = (MultiAzService(zone_count=count, cpu_target=50).to_dict()["Resources"] for count in (2, 3))

    assert fewer.keys() < more.keys()
    assert all(name.startswith("Network") for name in more.keys() - fewer.keys())
    assert len(more["Group"]["Properties"]["VPCZoneIdentifier"]) == 3


def test_every_parameter_of_its_own_has_its_row():
    own = {name for name, kind in MultiAzService.parameters().items() if not kind.deploy_time}
    assert own == CONCERNS.keys() | {"zone_count"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "choice", "ids"), sampled([pytest.param(name, *row, id=name) for name, row in FRAGILE.items()], 3)
)
def test_a_fragile_choice_is_a_finding_whose_remedy_is_the_other_choice(name, choice, ids):
    findings = check(MultiAzService(**{name: choice}), lint=False)

    assert {finding.id for finding in findings} == ids
    assert {str(finding.remedy).partition("=")[0] for finding in findings} == {name}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zones", "target", "needed", "left"), [(3, 60, 4, 4), (3, 90, 6, 4), (2, 50, 3, 3), (2, 60, 4, 3)]
)
def test_it_knows_what_the_load_needs_and_what_a_lost_zone_leaves(zones, target, needed, left):
    service = MultiAzService(zone_count=zones, cpu_target=target)

    assert (service.needed, service.left_without_a_zone) == (needed, left)
    assert ("ASG-004" in {one.id for one in check(service, lint=False)}) == (left < needed)


def test_its_only_single_points_are_those_that_no_zone_takes_along():
    zones = [loss for loss in single_points(MultiAzService()).losses if loss.kind == "zone"]

    assert [loss.is_single_point for loss in zones] == [False, False, False]


@pytest.mark.parametrize(("name", "lost"), [("database_standby", "Database"), ("cache_standby", "Cache")])
def test_without_its_standby_a_store_stops_with_its_zone(name, lost):
    losses = single_points(MultiAzService(**{name: False}))

    assert lost in {effect.logical_id for loss in losses if loss.kind == "zone" for effect in loss.failures}


def test_each_tier_lets_in_the_one_before_it_at_one_port_and_nobody_else():
    resources = MultiAzService().to_dict()["Resources"]

    def let_in(name):
        rules = resources[f"{name}SecurityGroup"]["Properties"]["SecurityGroupIngress"]
        return [
            (rule.get("CidrIp") or rule["SourceSecurityGroupId"]["Fn::GetAtt"][0], rule["FromPort"], rule["ToPort"])
            for rule in rules
        ]

    assert let_in("Balancer") == [("0.0.0.0/0", 443, 443), ("0.0.0.0/0", 80, 80)]
    assert let_in("Instance") == [("BalancerSecurityGroup", 8080, 8080)]
    assert let_in("Database") == [("InstanceSecurityGroup", 5432, 5432)]
    assert let_in("Cache") == [("InstanceSecurityGroup", 6379, 6379)]


def test_nothing_but_the_load_balancer_stands_where_the_internet_comes_in():
    answers = reachability(MultiAzService())

    assert [answers.openness("internet", tier).text for tier in ("NetworkApp", "NetworkData")] == ["no", "no"]


@pytest.mark.slow
def test_instances_are_spread_over_the_zones_in_service_and_tagged():
    with Sandbox() as aws:
        stack, scaling = aws.deploy(MultiAzService()), aws.client("autoscaling")
        aws.clock.advance(minutes=1)

        [group] = scaling.describe_auto_scaling_groups()["AutoScalingGroups"]
        zones = sorted(instance["AvailabilityZone"] for instance in group["Instances"])
        states = {instance["LifecycleState"] for instance in group["Instances"]}
        arn = {"TargetGroupArn": stack["TargetGroup"].physical_id}
        health = aws.client("elbv2").describe_target_health(**arn)["TargetHealthDescriptions"]
        [reservation, *_] = aws.client("ec2").describe_instances()["Reservations"]

        assert zones == [f"us-east-1{zone}" for zone in "aabbcc"]
        assert states == {"InService"}
        assert [one["TargetHealth"]["State"] for one in health] == ["healthy"] * 6
        assert {"Key": "Project", "Value": "cookbook"} in reservation["Instances"][0]["Tags"]


@pytest.mark.slow
def test_the_login_is_kept_by_the_database_and_read_by_the_instances_alone():
    with Sandbox() as aws:
        stack = aws.deploy(MultiAzService())
        [database] = aws.client("rds").describe_db_instances()["DBInstances"]

        role = aws.client("iam").list_role_policies(RoleName=stack["InstanceRole"].physical_id)["PolicyNames"]
        said = aws.client("iam").get_role_policy(RoleName=stack["InstanceRole"].physical_id, PolicyName=role[0])

        [statement] = said["PolicyDocument"]["Statement"]
        assert statement["Resource"] == [database["MasterUserSecret"]["SecretArn"]]
        assert statement["Action"] == ["secretsmanager:GetSecretValue"]


@pytest.mark.slow
def test_protection_holds_the_stack_until_it_is_lifted():
    with Sandbox() as aws:
        stack = aws.deploy(MultiAzService())

        with pytest.raises(StackFailed, match="deletion protection"):
            stack.delete()
