"""Services of ECS: they reach their count, stand behind balancers, roll, survive a bad revision, and end."""

import json

import pytest

from patterns.sandbox.core.errors import StackFailed
from tools.stage import on_stage

BREAKER = {"DeploymentCircuitBreaker": {"Enable": True, "Rollback": True}}


def stacked(network, image="nginx", count=2, **service):
    app = {"Name": "app", "Image": image, "PortMappings": [{"ContainerPort": 80}]}
    return {
        "Resources": {
            "Cluster": {"Type": "AWS::ECS::Cluster", "Properties": {"ClusterName": "shop"}},
            "Task": {
                "Type": "AWS::ECS::TaskDefinition",
                "Properties": {
                    "Family": "app", "Cpu": "256", "Memory": "512", "NetworkMode": "awsvpc",
                    "RequiresCompatibilities": ["FARGATE"], "ContainerDefinitions": [app],
                    "ExecutionRoleArn": network["role"],
                },
            },
            "Service": {
                "Type": "AWS::ECS::Service",
                "Properties": {
                    "ServiceName": "app", "Cluster": {"Ref": "Cluster"}, "TaskDefinition": {"Ref": "Task"},
                    "DesiredCount": count, "LaunchType": "FARGATE", **service,
                    "NetworkConfiguration": {
                        "AwsvpcConfiguration": {"Subnets": network["subnets"], "SecurityGroups": [network["group"]]}
                    },
                },
            },
        }
    }  # fmt: skip


@pytest.fixture
def network(aws):
    names = {"subnets": ["{subnet}", "{other_subnet}"], "group": "{group}", "role": "{task_role.Arn}",
             "behind": "{balanced_group}"}  # fmt: skip
    [found] = on_stage(aws, names)
    return found


def running(aws):
    [found] = aws.client("ecs").describe_services(cluster="shop", services=["app"])["services"]
    return found["runningCount"], found["deployments"][0]["rolloutState"], found["taskDefinition"].rpartition("/")[2]


def tasks(aws, state="RUNNING"):
    ecs = aws.client("ecs")
    arns = ecs.list_tasks(cluster="shop", serviceName="app", desiredStatus=state)["taskArns"]
    return ecs.describe_tasks(cluster="shop", tasks=arns)["tasks"] if arns else []


def behind(network):
    return [{"TargetGroupArn": network["behind"], "ContainerName": "app", "ContainerPort": 80}]


@pytest.mark.slow
def test_it_reaches_its_count_in_all_its_subnets_and_behind_its_balancer(aws, network):
    aws.deploy(stacked(network, LoadBalancers=behind(network)))

    details = [{detail["name"]: detail["value"] for detail in task["attachments"][0]["details"]} for task in tasks(aws)]
    health = aws.client("elbv2").describe_target_health(TargetGroupArn=network["behind"])["TargetHealthDescriptions"]
    assert running(aws) == (2, "COMPLETED", "app:1")
    assert {detail["subnetId"] for detail in details} == set(network["subnets"])
    assert {one["Target"]["Id"] for one in health} == {detail["privateIPv4Address"] for detail in details}


@pytest.mark.slow
def test_another_revision_exchanges_all_tasks_and_another_count_only_the_difference(aws, network):
    stack = aws.deploy(stacked(network))
    before = {task["taskArn"] for task in tasks(aws)}

    stack.update(stacked(network, count=3))
    grown = {task["taskArn"] for task in tasks(aws)}
    stack.update(stacked(network, image="httpd", count=3))
    rolled = {task["taskArn"] for task in tasks(aws)}

    assert (before < grown, len(grown), len(rolled), rolled & grown) == (True, 3, 3, set())
    assert running(aws) == (3, "COMPLETED", "app:2")


@pytest.mark.slow
def test_a_stack_with_a_bad_image_goes_back_and_the_service_goes_on(aws, network):
    missing = f"{aws.account_id}.dkr.ecr.us-east-1.amazonaws.com/app:1"
    aws.client("iam").put_role_policy(
        RoleName=network["role"].rpartition("/")[2], PolicyName="pull",
        PolicyDocument='{"Version": "2012-10-17", "Statement": '
        '[{"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}]}',
    )  # fmt: skip
    stack = aws.deploy(stacked(network, DeploymentConfiguration=BREAKER))

    with pytest.raises(StackFailed, match="ECS Deployment Circuit Breaker was triggered"):
        stack.update(stacked(network, image=missing, DeploymentConfiguration=BREAKER))

    assert stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert running(aws)[:2] == (2, "COMPLETED")
    [failed] = tasks(aws, "STOPPED")[:1]
    assert failed["stoppedReason"].startswith("CannotPullContainerError")


@pytest.mark.slow
def test_without_a_breaker_a_stack_waits_in_vain(aws, network):
    missing = f"{aws.account_id}.dkr.ecr.us-east-1.amazonaws.com/app:1"

    with pytest.raises(StackFailed, match="Exceeded attempts to wait"):
        aws.deploy(stacked(network, image=missing))

    assert aws.client("ecs").list_clusters()["clusterArns"] == [] or not tasks(aws)


@pytest.mark.slow
def test_a_role_that_may_not_pull_keeps_tasks_from_starting(aws, network):
    image = f"{aws.account_id}.dkr.ecr.us-east-1.amazonaws.com/app:1"

    with pytest.raises(StackFailed):
        aws.deploy(stacked(network, image=image, DeploymentConfiguration=BREAKER))

    notes = [one.detail for one in aws.timeline if one.kind == "task"]
    assert any("is not authorized to perform: ecr:GetAuthorizationToken" in note for note in notes)


@pytest.mark.slow
def test_a_target_group_needs_a_balancer_of_its_own_kind(aws, network):
    elbv2 = aws.client("elbv2")
    vpc = aws.existing_network().vpc_id
    for kind, said in (("ip", "does not have an associated load balancer"), ("instance", "has target type instance")):
        made = elbv2.create_target_group(Name=f"of-{kind}", Port=80, Protocol="HTTP", VpcId=vpc, TargetType=kind)
        arn = made["TargetGroups"][0]["TargetGroupArn"]
        with pytest.raises(StackFailed, match=said):
            aws.deploy(stacked(network, LoadBalancers=[{**behind(network)[0], "TargetGroupArn": arn}]))


@pytest.mark.slow
def test_a_service_ends_with_its_tasks_and_their_interfaces(aws, network):
    ec2 = aws.client("ec2")
    before = len(ec2.describe_network_interfaces()["NetworkInterfaces"])
    stack = aws.deploy(stacked(network, LoadBalancers=behind(network)))
    while_there = len(ec2.describe_network_interfaces()["NetworkInterfaces"])

    stack.delete()

    assert (while_there - before, len(ec2.describe_network_interfaces()["NetworkInterfaces"])) == (2, before)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"cpu": None}, "Fargate requires that 'cpu' be defined"),
        ({"networkMode": "bridge"}, "Fargate only supports network mode 'awsvpc'"),
        ({"logConfiguration": {"logDriver": "awslogs"}}, "execution role ARN to support log driver awslogs"),
        ({"mountPoints": [{"sourceVolume": "x", "containerPath": "/x"}]}, "Unknown volume 'x'"),
        ({"portMappings": [{"containerPort": 80, "hostPort": 8080}]}, "host ports and container ports"),
        ({"secrets": [{"name": "A", "valueFrom": "b"}]}, "you must also specify a value for 'executionRoleArn'"),
    ],
)
def test_a_task_definition_is_looked_at_before_it_is_kept(aws, asked, said):
    container = {"name": "app", "image": "nginx"}
    whole = {"family": "app", "cpu": "256", "memory": "512", "networkMode": "awsvpc"}
    whole = {**whole, "requiresCompatibilities": ["FARGATE"]}
    own = {name: value for name, value in asked.items() if name in whole}
    container |= {name: value for name, value in asked.items() if name not in whole}
    given = {name: value for name, value in (whole | own).items() if value is not None}
    ecs = aws.client("ecs")

    with pytest.raises(ecs.exceptions.ClientException, match=said):
        ecs.register_task_definition(**given, containerDefinitions=[container])


@pytest.mark.slow
def test_a_cluster_with_a_service_stays(aws, network):
    aws.deploy(stacked(network))
    ecs = aws.client("ecs")

    with pytest.raises(ecs.exceptions.ClusterContainsServicesException):
        ecs.delete_cluster(cluster="shop")


@pytest.mark.slow
def test_a_cluster_named_by_its_name_reads_back_as_it_is_declared(aws, network):
    stack = aws.deploy(stacked(network))

    assert (stack["Service"].unsimulated, stack.drift()) == ((), {})


@pytest.mark.slow
def test_tasks_stand_in_a_network_without_names(aws, network):
    ec2 = aws.client("ec2")
    nameless = ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=nameless, EnableDnsSupport={"Value": False})
    subnet = ec2.create_subnet(VpcId=nameless, CidrBlock="10.7.0.0/24")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="in", Description="In.", VpcId=nameless)["GroupId"]

    aws.deploy(stacked({**network, "subnets": [subnet], "group": group}))

    assert running(aws)[0] == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "TaskDefinition can not be blank"),
        ({"taskDefinition": "app", "desiredCount": 5001}, "exceeds the quota of 5000 tasks per service"),
        ({"taskDefinition": ""}, "Family should not be null or empty"),
        ({"taskDefinition": "app", "deploymentController": {"type": "EXTERNAL"}}, "TaskDefinition must be blank"),
        ({"deploymentController": {"type": "EXTERNAL"}}, None),
    ],
)
def test_a_service_says_what_it_runs_unless_somebody_else_deploys_its_tasks(aws, asked, said):
    ecs = aws.client("ecs")
    ecs.create_cluster(clusterName="shop")
    if said is None:
        assert ecs.create_service(cluster="shop", serviceName="app", **asked)["service"]["status"] == "ACTIVE"
        return
    with pytest.raises(ecs.exceptions.InvalidParameterException, match=said):
        ecs.create_service(cluster="shop", serviceName="app", **asked)


def test_a_role_may_be_named_short(aws, network):
    aws.deploy(stacked({**network, "role": network["role"].rpartition("/")[2]}))

    assert running(aws)[0] == 2


@pytest.mark.slow
@pytest.mark.parametrize(("trusted", "count"), [("123456789012", 2), ("210987654321", 0)])
def test_a_role_may_trust_the_tasks_of_one_account_alone(aws, network, trusted, count):
    statement = {
        "Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole",
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:ecs:us-east-1:{trusted}:*"}},
    }  # fmt: skip
    aws.client("iam").update_assume_role_policy(
        RoleName=network["role"].rpartition("/")[2],
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    if count:
        aws.deploy(stacked(network))
        assert running(aws)[0] == count
    else:
        with pytest.raises(StackFailed, match="Exceeded attempts to wait"):
            aws.deploy(stacked(network))
