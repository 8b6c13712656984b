"""What ECS asks of IAM: clusters, task definitions, services and tasks.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
Not modelled: capacity providers, task sets, container instances, what an agent calls.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.permissions import Ask, Service, Situation, pass_role

TASKS = "ecs-tasks.amazonaws.com"


def _last(name: str) -> str:
    return name.rpartition("/")[2] or "*"


def _cluster_name(situation: Situation) -> str:
    return _last(situation.text("cluster") or situation.text("clusterName") or "default")


def _cluster(situation: Situation) -> str:
    return situation.arn("ecs", f"cluster/{_cluster_name(situation)}")


def _clusters(situation: Situation) -> list[str]:
    named = situation.params.get("clusters") or ["default"]
    return [situation.arn("ecs", f"cluster/{_last(str(name))}") for name in named]


def _service(situation: Situation) -> str:
    name = _last(situation.text("service") or situation.text("serviceName") or "*")
    return situation.arn("ecs", f"service/{_cluster_name(situation)}/{name}")


def _services(situation: Situation) -> list[str]:
    where = _cluster_name(situation)
    named = situation.params.get("services") or ["*"]
    return [situation.arn("ecs", f"service/{where}/{_last(str(name))}") for name in named]


def _task(situation: Situation) -> str:
    return situation.arn("ecs", f"task/{_cluster_name(situation)}/{_last(situation.text('task') or '*')}")


def _tasks(situation: Situation) -> list[str]:
    where = _cluster_name(situation)
    named = situation.params.get("tasks") or ["*"]
    return [situation.arn("ecs", f"task/{where}/{_last(str(name))}") for name in named]


def _revision(situation: Situation) -> str:
    name = _last(situation.text("taskDefinition") or "*")
    return situation.arn("ecs", f"task-definition/{name if ':' in name else f'{name}:*'}")


def _family(situation: Situation) -> str:
    return situation.arn("ecs", f"task-definition/{situation.text('family') or '*'}:*")


def _tagged(situation: Situation) -> str:
    return situation.text("resourceArn") or "*"


def _registered(situation: Situation) -> Iterator[Ask]:
    for name in ("executionRoleArn", "taskRoleArn"):
        yield from pass_role(situation.params.get(name), TASKS)
    yield from _tags_of(situation, _family(situation))


def _created_cluster(situation: Situation) -> Iterator[Ask]:
    yield from _tags_of(situation, _cluster(situation))


def _created_service(situation: Situation) -> Iterator[Ask]:
    yield from _tags_of(situation, _service(situation))


def _tags_of(situation: Situation, arn: str) -> Iterator[Ask]:
    if situation.params.get("tags"):
        yield Ask("ecs:TagResource", arn)


def _tags(situation: Situation, arn: str) -> dict[str, str]:
    found = situation.ask("ecs", "list_tags_for_resource", resourceArn=arn).get("tags") or []
    return {tag["key"]: tag["value"] for tag in found}


SERVICE = Service(
    prefix="ecs",
    resources={
        "cluster": _cluster,
        "clusters": _clusters,
        "service": _service,
        "services": _services,
        "task": _task,
        "tasks": _tasks,
        "revision": _revision,
        "family": _family,
        "tagged": _tagged,
    },
    operations={
        "": """
            DeregisterTaskDefinition DescribeTaskDefinition ListClusters ListTaskDefinitionFamilies ListTaskDefinitions
        """,
        "cluster": "CreateCluster DeleteCluster PutClusterCapacityProviders UpdateCluster UpdateClusterSettings",
        "clusters": "DescribeClusters",
        "service": "CreateService DeleteService UpdateService",
        "services": "DescribeServices",
        "task": "StopTask",
        "tasks": "DescribeTasks",
        "revision": "RunTask",
        "family": "RegisterTaskDefinition",
        "tagged": "ListTagsForResource TagResource UntagResource",
    },
    also={
        "CreateCluster": _created_cluster,
        "CreateService": _created_service,
        "RegisterTaskDefinition": _registered,
    },
    tags=_tags,
    tagged=("aws:ResourceTag", "ecs:ResourceTag"),
)
