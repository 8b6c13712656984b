"""What Amazon ECS does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import FAITHFUL, SIMPLIFIED, Behaviour, Limit, Refused

BEHAVIOURS = (
    Behaviour(
        "A service reaches its desired count at once: its tasks have interfaces in its subnets, are registered with "
        "its target groups, are exchanged when another revision or network is asked for, and end with it. That "
        "takes no time, where AWS takes minutes.",
        SIMPLIFIED,
        "/AmazonECS/latest/developerguide/deployment-type-ecs.html",
        """
        ecs, net = aws.client("ecs"), aws.existing_network()
        ecs.create_cluster(clusterName="shop")
        ecs.register_task_definition(
            family="app", networkMode="awsvpc", containerDefinitions=[{"name": "app", "image": "nginx", "memory": 64}]
        )
        subnets = list(net.subnet_ids.values())[:2]
        ecs.create_service(
            cluster="shop",
            serviceName="app",
            taskDefinition="app",
            desiredCount=2,
            networkConfiguration={"awsvpcConfiguration": {"subnets": subnets}},
        )
        [found] = ecs.describe_services(cluster="shop", services=["app"])["services"]
        [found["runningCount"], len(ecs.list_tasks(cluster="shop", serviceName="app")["taskArns"])]
        """,
        modules=("deployments",),
    ),
    Behaviour(
        "A task does not start without an image in the account's own registry, or with a role that does not trust "
        "ECS or cannot pull; its stopped task says why. Then the circuit breaks, where the service has one, and goes "
        "back to the last deployment that was completed, where that is wished.",
        FAITHFUL,
        "/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
        """
        ecs = aws.client("ecs")
        ecs.create_cluster(clusterName="shop")
        missing = f"{aws.account_id}.dkr.ecr.us-east-1.amazonaws.com/app:1"
        for image in ("nginx", missing):
            ecs.register_task_definition(
                family="app", containerDefinitions=[{"name": "app", "image": image, "memory": 64}]
            )
        breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
        service = {"cluster": "shop", "taskDefinition": "app:1", "deploymentConfiguration": breaker}
        ecs.create_service(**service, serviceName="app", desiredCount=1)
        ecs.update_service(cluster="shop", service="app", taskDefinition="app:2")
        [found] = ecs.describe_services(cluster="shop", services=["app"])["services"]
        [found["taskDefinition"].rpartition("/")[2], found["runningCount"]]
        """,
        modules=("deployments",),
    ),
    Behaviour(
        "Task definitions have what Fargate and their volumes, ports and secrets need; a service names a cluster, a "
        "container and a port that there are, a network where its tasks have one, and a target group behind a "
        "balancer. A cluster with services is not deleted.",
        FAITHFUL,
        "/AmazonECS/latest/APIReference/API_CreateService.html",
        """
        ecs = aws.client("ecs")
        one = {"name": "app", "image": "nginx", "logConfiguration": {"logDriver": "awslogs"}}
        attempt(
            ecs.register_task_definition, family="app", cpu="256", memory="512", requiresCompatibilities=["FARGATE"],
            networkMode="awsvpc", containerDefinitions=[one],
        ).message
        """,
        modules=("request_checks",),
    ),
)

LIMITS = (
    Limit(
        "Containers do not run: a task writes no log, answers no request, and never ends by itself.",
        """
        ecs = aws.client("ecs")
        ecs.create_cluster(clusterName="shop")
        done = {"name": "app", "image": "busybox", "command": ["false"], "memory": 64}
        ecs.register_task_definition(family="app", containerDefinitions=[done])
        ecs.create_service(cluster="shop", serviceName="app", taskDefinition="app", desiredCount=1)
        aws.clock.advance(hours=1)
        ecs.describe_services(cluster="shop", services=["app"])["services"][0]["runningCount"]
        """,
    ),
    Limit(
        "Tasks on one's own machines are placed without any: nobody looks whether a cluster has instances.",
        """
        ecs = aws.client("ecs")
        ecs.create_cluster(clusterName="shop")
        ecs.register_task_definition(
            family="app", containerDefinitions=[{"name": "app", "image": "nginx", "memory": 64}]
        )
        ecs.create_service(cluster="shop", serviceName="app", taskDefinition="app", desiredCount=3, launchType="EC2")
        found = ecs.describe_clusters(clusters=["shop"])["clusters"][0]
        [found["registeredContainerInstancesCount"], found["runningTasksCount"]]
        """,
    ),
    Limit(
        "Tasks go on in a zone that is lost, and where their health checks fail.",
        """
        ecs, net = aws.client("ecs"), aws.existing_network()
        ecs.create_cluster(clusterName="shop")
        ecs.register_task_definition(
            family="app", networkMode="awsvpc", containerDefinitions=[{"name": "app", "image": "nginx", "memory": 64}]
        )
        where = {"awsvpcConfiguration": {"subnets": [net.subnet_ids["us-east-1a"]]}}
        service = {"cluster": "shop", "serviceName": "app", "taskDefinition": "app", "desiredCount": 1}
        ecs.create_service(**service, networkConfiguration=where)
        aws.faults.zone_outage("us-east-1a")
        aws.clock.advance(minutes=10)
        ecs.describe_services(cluster="shop", services=["app"])["services"][0]["runningCount"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::ECS::Cluster": Refused(
        made="a name that is taken; a deletion while services or tasks are in it",
        page="/AmazonECS/latest/APIReference/API_DeleteCluster.html",
        not_made="capacity providers that are not there",
    ),
    "AWS::ECS::Service": Refused(
        made=(
            "clusters, revisions, containers, ports and target groups that are not there, groups without a balancer, a "
            "network where none is or none where one is; no task definition, or one where others deploy; tasks that "
            "cannot start"
        ),
        page="/AmazonECS/latest/APIReference/API_CreateService.html",
        not_made=(
            "quotas but that of 5,000 tasks in a service, roles linked to the service, constraints of placement, "
            "percentages that leave no room"
        ),
    ),
    "AWS::ECS::TaskDefinition": Refused(
        made=(
            "what Fargate needs or does not take, sizes, ports, names twice, health checks, an order or "
            "volumes that are not there"
        ),
        page="/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html",
        not_made="roles that are not there, which a task's start asks for; containers that depend on each other",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
