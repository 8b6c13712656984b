"""The deployments of services: tasks started, exchanged, ended, and given up where none of them can run.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
Simplified: a deployment takes no time. Not modelled: machines that tasks are placed on, tasks that end by themselves or
for their health, lost zones.
"""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.ecs import starting
from patterns.sandbox.services.ecs.patches import tasks

LEAST_FAILURES, MOST_FAILURES = 3, 200
"""How many tasks fail until the circuit breaks: half of those wanted, within these bounds.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
"""
SHAPE = ("task_definition", "network_configuration", "load_balancers", "launch_type", "capacity_provider_strategy")
"""What a service's tasks are made of: where one of these changes, all tasks are exchanged."""
SCALED = "Scaling activity initiated by deployment {}"


class Deployments:
    """The services of an account in one region, brought to what they are asked to be."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def __repr__(self) -> str:
        return f"Deployments({self._account.region})"

    def settle(self, cluster: str, name: str, *, anew: bool = False) -> None:
        """Bring one service to its count; with `anew` its tasks are exchanged though nothing differs."""
        backend = tasks.state(self._account.account_id, self._account.region)
        key = f"{cluster.rpartition('/')[2]}:{name.rpartition('/')[2]}"
        service = backend.services.get(key) if backend is not None else None
        if service is None:
            return
        if service.status != "ACTIVE":
            self._scale(backend, service, 0)
        elif service.deployment_controller["type"] == "ECS":
            self._deploy(backend, service, anew)
        tasks.count(backend, service.cluster_name)

    def _deploy(self, backend: Any, service: Any, anew: bool) -> None:
        shape = {name: getattr(service, name) for name in SHAPE}
        before = getattr(service, "settled", None)
        wanted = service.desired_count if service.scheduling_strategy == "REPLICA" else 0
        is_new = anew or before != shape
        definition = backend.describe_task_definition(service.task_definition)
        needs_tasks = wanted > (0 if is_new else len(tasks.of(backend, service)))
        why = starting.failure(self._account, definition) if needs_tasks else None
        if why is not None:
            return self._give_up(backend, service, definition, why, before)
        primary = service.deployments[0]
        if is_new and before is not None:
            primary["id"] = f"ecs-svc/{self._account.chance.token('deployment', service.name, length=19)}"
        is_steady = not is_new and len(tasks.of(backend, service)) == wanted
        if is_new:
            self._exchange(backend, service, wanted)
        else:
            self._scale(backend, service, wanted)
        service.settled = shape
        self._tell(service, primary, "COMPLETED", f"ECS deployment {primary['id']} completed.", wanted)
        if not is_steady:
            self._event(service, "has reached a steady state.")
        return None

    def _exchange(self, backend: Any, service: Any, wanted: int) -> None:
        """Start the new ones, then end those of before."""
        old = tasks.of(backend, service)
        self._start(backend, service, wanted)
        for task in old:
            self._stop(backend, service, task)

    def _scale(self, backend: Any, service: Any, wanted: int) -> None:
        there = tasks.of(backend, service)
        self._start(backend, service, wanted - len(there))
        for task in there[wanted:]:
            self._stop(backend, service, task)

    def _start(self, backend: Any, service: Any, count: int) -> None:
        definition = backend.describe_task_definition(service.task_definition)
        deployment = service.deployments[0]["id"]
        made = [tasks.start(backend, service, definition, deployment, number) for number in range(count)]
        self._balanced(service, made, "register_targets")

    def _stop(self, backend: Any, service: Any, task: Any) -> None:
        self._balanced(service, [task], "deregister_targets")
        tasks.stop(backend, task, SCALED.format(task.started_by))

    def _balanced(self, service: Any, which: list[Any], operation: str) -> None:
        """Tell the balancers of tasks that have an address of their own."""
        addresses = [address for task in which if (address := tasks.address(task))]
        for balancer in service.load_balancers or () if addresses else ():
            if arn := balancer.get("targetGroupArn"):
                targets = [{"Id": address, "Port": balancer["containerPort"]} for address in addresses]
                getattr(self._account.service("elbv2"), operation)(TargetGroupArn=arn, Targets=targets)

    def _give_up(self, backend: Any, service: Any, definition: Any, why: str, before: Any) -> None:
        """No task starts: what runs goes on, and the circuit breaks where the service has one."""
        primary = service.deployments[0]
        failed = tasks.start(backend, service, definition, primary["id"], 0)
        tasks.stop(backend, failed, why)
        self._account.timeline.note("task", service.name, "stopped", why, Tone.BAD)
        breaker = service.deployment_configuration.get("deploymentCircuitBreaker") or {}
        running = len(tasks.of(backend, service))
        least = min(max(LEAST_FAILURES, service.desired_count // 2), MOST_FAILURES)
        primary["failedTasks"] = least if breaker.get("enable") else 1
        if not breaker.get("enable"):
            return self._tell(service, primary, "IN_PROGRESS", f"ECS deployment {primary['id']} in progress.", running)
        reason = "ECS deployment circuit breaker: tasks failed to start."
        self._event(service, f"(deployment {primary['id']}) deployment failed: tasks failed to start.")
        if not (breaker.get("rollback") and before):
            return self._tell(service, primary, "FAILED", reason, running)
        self._event(service, f"rolling back to deployment {primary['id']}.")
        for name, value in before.items():
            setattr(service, name, value)
        return self._tell(service, primary, "COMPLETED", f"{reason} Rolled back.", running)

    def _tell(self, service: Any, primary: dict[str, Any], state: str, reason: str, running: int) -> None:
        service.running_count, service.pending_count = running, max(0, service.desired_count - running)
        primary |= {
            "rolloutState": state,
            "rolloutStateReason": reason,
            "desiredCount": service.desired_count,
            "runningCount": running,
            "pendingCount": service.pending_count,
            "taskDefinition": service.task_definition,
            "updatedAt": self._account.clock.now,
        }

    def _event(self, service: Any, said: str) -> None:
        number = str(len(service.events) + 1)
        told = {"id": number, "createdAt": self._account.clock.now, "message": f"(service {service.name}) {said}"}
        service.events.insert(0, told)
