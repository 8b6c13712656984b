"""Targets in moto's load balancers: kept by moto, their health found by the account's own runtime. Not the runtime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.attending import Attending
from patterns.sandbox.services.elbv2.health import described
from patterns.sandbox.services.elbv2.patches import reach

if TYPE_CHECKING:
    from patterns.sandbox.services.elbv2.targets import Targets

_live: Attending[Targets] = Attending()

LISTENING = ("create_listener", "modify_listener", "delete_listener", "create_rule", "modify_rule", "delete_rule",
             "delete_load_balancer")  # fmt: skip
"""What may give a target group to a balancer, or take it away."""


@dataclass(frozen=True)
class TargetGroup:
    """A target group: how it checks its targets, how long it drains them, and the balancers that use it."""

    arn: str
    name: str
    interval_seconds: int
    healthy_threshold: int
    unhealthy_threshold: int
    delay_seconds: int
    balancers: tuple[str, ...]

    @property
    def full_name(self) -> str:
        """What metrics call it: the end of its ARN."""
        return self.arn.rpartition(":")[2]


@dataclass(frozen=True)
class Routed:
    """How requests reach a target group: the zones its balancers have nodes in, and whether these send across zones."""

    zones: tuple[str, ...]
    crosses_zones: bool


def attend(targets: Targets) -> Callable[[], None]:
    """Let `targets` find the health of what is registered; return what ends that."""
    return _live.begin(targets.region, targets)


def targets_of(region: str) -> Targets | None:
    """The runtime of a region's targets."""
    return _live.find(region)


def target_group(account_id: str, region: str, arn: str) -> TargetGroup:
    """A target group, as it is now."""
    from moto.elbv2.models import elbv2_backends

    backend = elbv2_backends[account_id][region]
    found = backend.target_groups[arn]
    return TargetGroup(
        arn,
        found.name,
        int(found.health_check_interval_seconds),
        int(found.healthy_threshold_count),
        int(found.unhealthy_threshold_count),
        int(found.attributes.get("deregistration_delay.timeout_seconds", 300)),
        tuple(_balancers(backend, arn)),
    )


def routed(account_id: str, region: str, arn: str) -> Routed:
    """How requests reach a target group now; what it does not say itself, its balancer says. None reach one gone."""
    from moto.elbv2.models import elbv2_backends

    backend = elbv2_backends[account_id][region]
    if arn not in backend.target_groups:
        return Routed((), False)
    balancers = [backend.load_balancers[balancer] for balancer in _balancers(backend, arn)]
    subnets = [subnet for each in balancers for subnet in each.subnets]
    own = backend.target_groups[arn].attributes.get("load_balancing.cross_zone.enabled")
    of_balancer = [
        str(balancer.attrs.get("load_balancing.cross_zone.enabled", "false")).lower() for balancer in balancers
    ]
    says = own if own in ("true", "false") else (of_balancer or ["false"])[0]
    return Routed(tuple(sorted({subnet.availability_zone for subnet in subnets})), says == "true")


def reached(account_id: str, region: str, arn: str, target_id: str, port: int | None) -> bool:
    """Whether health checks of a group's balancers get to a target; where the way is not known, they are taken to."""
    from moto.elbv2.models import elbv2_backends

    backend = elbv2_backends[account_id][region]
    balancers = [backend.load_balancers[balancer] for balancer in _balancers(backend, arn)]
    return reach.reached(account_id, region, backend.target_groups[arn], balancers, target_id, port) is not False


def runs(account_id: str, region: str, instance_id: str) -> bool:
    """Whether EC2 has the instance running."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    return answer is not None and answer.state == "running"


def zone(account_id: str, region: str, target_id: str) -> str:
    """The zone of an instance, empty for a target that is none."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(target_id)
    return answer.placement.zone if answer is not None else ""


def apply() -> None:
    """Let every registration be heard of, and answer for the health of targets."""
    from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer, FakeTargetGroup

    FakeLoadBalancer.__init__ = _making(FakeLoadBalancer.__init__)
    FakeTargetGroup.load_balancer_arns = property(_balancer_arns, lambda self, arns: None)
    FakeTargetGroup.register = _registering(FakeTargetGroup.register)
    FakeTargetGroup.deregister = _deregistering(FakeTargetGroup.deregister)
    FakeTargetGroup.deregister_terminated_instances = _ending(FakeTargetGroup.deregister_terminated_instances)
    FakeTargetGroup.health_for = _asking(FakeTargetGroup.health_for)
    ELBv2Backend.describe_target_health = _describing(ELBv2Backend.describe_target_health)
    ELBv2Backend.delete_target_group = _deleting(ELBv2Backend.delete_target_group)
    for name in ("create_listener", "modify_listener"):
        setattr(ELBv2Backend, name, _plainly(getattr(ELBv2Backend, name)))
    for name in LISTENING:
        setattr(ELBv2Backend, name, _followed(getattr(ELBv2Backend, name)))


def _making(make: Any) -> Any:
    def made(self: Any, *args: Any, **kwargs: Any) -> None:
        """Begin as AWS does: an application load balancer always balances across zones."""
        make(self, *args, **kwargs)
        if self.type == "application":
            self.attrs["load_balancing.cross_zone.enabled"] = "true"

    return made


def _balancer_arns(self: Any) -> list[str]:
    """The balancers that use the group now; moto goes on naming those that no longer do."""
    from moto.elbv2.models import elbv2_backends

    return _balancers(elbv2_backends[self.account_id][self.region_name], self.arn)


def _balancers(backend: Any, arn: str) -> list[str]:
    """The load balancers that have a listener, or a rule of one, which sends to the group."""
    balancers = []
    for balancer in backend.load_balancers.values():
        rules = (rule for listener in balancer.listeners.values() for rule in listener.rules.values())
        actions = (action for rule in rules for action in rule.actions)
        if any(arn in _named(getattr(action, "data", action)) for action in actions):
            balancers.append(balancer.arn)
    return balancers


def _named(action: Any) -> list[str]:
    groups = (action.get("ForwardConfig") or {}).get("TargetGroups") or []
    return [action.get("TargetGroupArn"), *(group.get("TargetGroupArn") for group in groups)]


def _registering(register: Any) -> Any:
    def registered(self: Any, targets: list[dict[str, Any]]) -> None:
        register(self, targets)
        if runtime := targets_of(self.region_name):
            known = ((target["Id"], self.targets[target["Id"]]["Port"]) for target in targets)
            runtime.registered(self.arn, [(target_id, int(port) if port else None) for target_id, port in known])

    return registered


def _deregistering(deregister: Any) -> Any:
    def deregistered(self: Any, targets: list[dict[str, Any]]) -> None:
        there = [target for target in targets if target["Id"] in self.targets]
        if there:
            deregister(self, there)
        if runtime := targets_of(self.region_name):
            runtime.deregistered(self.arn, [one["Id"] for one in there])

    return deregistered


def _ending(end: Any) -> Any:
    def deregister_terminated_instances(self: Any, instance_ids: list[str]) -> None:
        gone = [one for one in instance_ids if one in self.targets]
        end(self, instance_ids)
        if gone and (runtime := targets_of(self.region_name)):
            runtime.deregistered(self.arn, gone)

    return deregister_terminated_instances


def _asking(ask: Any) -> Any:
    def health_for(self: Any, target: dict[str, Any], ec2_backend: Any) -> Any:
        from moto.elbv2.models import FakeHealthStatus

        runtime = targets_of(self.region_name)
        kept = {one.id: one for one in runtime.of(self.arn)} if runtime else {}
        if target["Id"] not in kept:
            return ask(self, target, ec2_backend)
        found = kept[target["Id"]]
        state, reason, description = described(found)
        port = found.port if found.port is not None else self.port
        return FakeHealthStatus(found.id, port, self.health_check_port, state, reason or None, description or None)

    return health_for


def _describing(describe: Any) -> Any:
    def describe_target_health(self: Any, target_group_arn: str, targets: list[dict[str, Any]]) -> Any:
        """Those that are drained too, where nobody says which."""
        runtime = targets_of(self.region_name)
        if runtime and not targets and target_group_arn in self.target_groups:
            targets = [{"Id": one.id} for one in runtime.of(target_group_arn)]
            if not targets:
                return []
        return describe(self, target_group_arn, targets)

    return describe_target_health


def _deleting(delete: Any) -> Any:
    def delete_target_group(self: Any, target_group_arn: str) -> Any:
        gone = delete(self, target_group_arn)
        if runtime := targets_of(self.region_name):
            runtime.forget(target_group_arn)
        return gone

    return delete_target_group


def _plainly(make: Any) -> Any:
    def made(self: Any, *args: Any, **kwargs: Any) -> Any:
        """Leave a listener without certificate and policy where its protocol has no use for them, as AWS does.

        https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html
        """
        listener = make(self, *args, **kwargs)
        if listener.protocol not in {"HTTPS", "TLS"}:
            listener.certificate, listener.certificates, listener.ssl_policy = None, [], None
        return listener

    return made


def _followed(change: Any) -> Any:
    def answer(self: Any, *args: Any, **kwargs: Any) -> Any:
        said = change(self, *args, **kwargs)
        if runtime := targets_of(self.region_name):
            runtime.follow()
        return said

    return answer
