"""Groups in moto's Auto Scaling: kept and described by moto, at work in the account's own runtime. Not the runtime."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.attending import Attending
from patterns.sandbox.services.autoscaling.groups.model import Hook, Member, Place, Plan
from patterns.sandbox.services.ec2.spot.mix import Kind, Mix, Template

if TYPE_CHECKING:
    from patterns.sandbox.services.autoscaling.groups.service import Groups

EXTRA = (
    "CapacityRebalance", "Context", "DefaultCooldown", "DefaultInstanceWarmup", "DesiredCapacityType",
    "InstanceMaintenancePolicy", "MaxInstanceLifetime", "PlacementGroup", "ServiceLinkedRoleARN", "TerminationPolicies",
)  # fmt: skip
"""What moto forgets of a request, or of an update only."""

NUMBERS = frozenset({"DefaultCooldown", "DefaultInstanceWarmup", "MaxInstanceLifetime"})

_live: Attending[Groups] = Attending()


def attend(groups: Groups) -> Callable[[], None]:
    """Let `groups` do what moto's groups are told; return what ends that."""
    return _live.begin(groups.region, groups)


def groups_of(region: str) -> Groups:
    """The runtime of a region's groups."""
    return _live.find(region)


def apply() -> None:
    """Make moto's groups do nothing by themselves, and keep all they are told."""
    from moto.autoscaling.models import AutoScalingBackend, FakeAutoScalingGroup

    FakeAutoScalingGroup.set_desired_capacity = _set_desired_capacity
    FakeAutoScalingGroup.instance_states = property(_instance_states, lambda self, states: None)
    FakeAutoScalingGroup.launch_template = property(_launch_template)
    FakeAutoScalingGroup.enabled_metrics = property(_enabled_metrics)
    AutoScalingBackend.notify_terminate_instances = _notify_terminate_instances
    AutoScalingBackend.update_attached_target_groups = lambda self, group_name: None


def group(account_id: str, region: str, name: str) -> Any:
    """Moto's group; raises `KeyError` where there is none."""
    from moto.autoscaling.models import autoscaling_backends

    return autoscaling_backends[account_id][region].autoscaling_groups[name]


def plan(account_id: str, region: str, name: str) -> Plan:
    """What a group is told, now."""
    from moto.ec2.models import ec2_backends

    found, ec2 = group(account_id, region, name), ec2_backends[account_id][region]
    subnets = (found.vpc_zone_identifier or "").split(",") if found.vpc_zone_identifier else []
    warmup = getattr(found, "default_instance_warmup", None)
    return Plan(
        name=name,
        arn=found.arn,
        least=found.min_size,
        most=found.max_size,
        desired=found.desired_capacity,
        places=tuple(Place(subnet, ec2.get_subnet(subnet).availability_zone) for subnet in subnets)
        or tuple(Place("", zone) for zone in found.availability_zones),
        template=_template(found.ec2_launch_template, found.launch_template_version),
        mix=_mix(ec2, found.mixed_instances_policy),
        rebalances=str(getattr(found, "capacity_rebalance", False)).lower() == "true",
        health_checks=frozenset(found.health_check_type.split(",")),
        grace_seconds=found.health_check_grace_period or 0,
        cooldown_seconds=found.default_cooldown,
        warmup_seconds=warmup if warmup is None or warmup >= 0 else None,
        termination_policies=tuple(found.termination_policies),
        target_groups=tuple(found.target_group_arns),
        suspended=frozenset(process["ProcessName"] for process in found.suspended_processes),
        tags=tuple(found.get_propagated_tags().items()),
        protects_new=bool(found.new_instances_protected_from_scale_in),
        longest_life_seconds=getattr(found, "max_instance_lifetime", None) or 0,
        metrics=frozenset(found.metrics),
    )


def runs(account_id: str, region: str, instance_id: str) -> bool:
    """Whether EC2 has the instance running."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    return answer is not None and answer.state == "running"


def is_gone(account_id: str, region: str, instance_id: str) -> bool:
    """Whether the instance was terminated already."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    return answer is None or answer.state == "terminated"


def unprotect(account_id: str, region: str, instance_id: str) -> None:
    """Let an instance be terminated whatever its attribute says."""
    from moto.ec2.models import ec2_backends

    answer = ec2_backends[account_id][region].get_instance_by_id(instance_id)
    if answer is not None:
        answer.disable_api_termination = False


def hooks(account_id: str, region: str, name: str, transition: str) -> list[Hook]:
    """The lifecycle hooks of a group for a transition, by name."""
    from moto.autoscaling.models import autoscaling_backends

    answer = autoscaling_backends[account_id][region].describe_lifecycle_hooks(name)
    return sorted((_hook(one) for one in answer if one.lifecycle_transition == transition), key=lambda hook: hook.name)


def keep(found: Any, params: dict[str, Any]) -> None:
    """Keep of a request what moto does not."""
    from moto.core.utils import camelcase_to_underscores

    for name in EXTRA:
        if params.get(name) is not None:
            value = int(params[name]) if name in NUMBERS else params[name]
            setattr(found, camelcase_to_underscores(name), value)


def _set_desired_capacity(self: Any, new_capacity: int | None) -> None:
    self.desired_capacity = self.min_size if new_capacity is None else new_capacity


def _instance_states(self: Any) -> list[Any]:
    return [_Reported(member, self) for member in groups_of(self.region).members(self.name)]


def _launch_template(self: Any) -> dict[str, Any] | None:
    if self.ec2_launch_template is None or self.mixed_instances_policy:
        return None
    said = {"LaunchTemplateId": self.ec2_launch_template.id, "LaunchTemplateName": self.ec2_launch_template.name}
    return said | {"Version": self.provided_launch_template_version}


def _enabled_metrics(self: Any) -> list[dict[str, str]]:
    return [{"Metric": metric, "Granularity": "1Minute"} for metric in sorted(self.metrics)]


def _notify_terminate_instances(self: Any, instance_ids: list[str]) -> None:
    """Nothing: the group's own health check finds out."""


def _template(found: Any, version: Any) -> Template:
    text = str(version or "$Default")
    numbers = {"$Default": found.default_version_number, "$Latest": found.latest_version_number}
    return Template(found.id, found.name, str(numbers.get(text, text)))


def _mix(ec2: Any, policy: Any) -> Mix | None:
    if not policy:
        return None
    said, of_template = policy.get("InstancesDistribution") or {}, policy["LaunchTemplate"]
    return Mix(
        tuple(_pool(ec2, override) for override in of_template.get("Overrides") or ()) or (Kind(""),),
        int(said.get("OnDemandBaseCapacity") or 0),
        int(said.get("OnDemandPercentageAboveBaseCapacity", 100)),
        said.get("OnDemandAllocationStrategy") or "prioritized",
        said.get("SpotAllocationStrategy") or "lowest-price",
        int(said.get("SpotInstancePools") or 2),
        said.get("SpotMaxPrice") or "",
    )


def _pool(ec2: Any, override: dict[str, Any]) -> Kind:
    own = override.get("LaunchTemplateSpecification")
    template = None
    if own:
        by_id = own.get("LaunchTemplateId")
        answer = ec2.get_launch_template(by_id) if by_id else ec2.get_launch_template_by_name(own["LaunchTemplateName"])
        template = _template(answer, own.get("Version"))
    return Kind(override.get("InstanceType") or "", int(override.get("WeightedCapacity") or 1), template)


def _hook(found: Any) -> Hook:
    return Hook(
        found.name,
        found.lifecycle_transition,
        int(found.heartbeat_timeout),
        found.default_result,
        found.notification_metadata or "",
        found.notification_target_arn or "",
    )


class _Reported:
    """A member as moto describes it, and as its own operations on instances find it."""

    def __init__(self, member: Member, group: Any) -> None:
        self._member = member
        self.auto_scaling_group = group
        self.auto_scaling_group_name = group.name
        self.instance_id = member.instance_id
        self.instance_type = member.instance_type
        self.availability_zone = member.place.zone
        self.lifecycle_state = str(member.state)
        self.health_status = "Healthy" if member.is_healthy else "Unhealthy"
        self.launch_configuration_name = None
        template = member.template
        self.launch_template = {
            "LaunchTemplateId": template.id, "LaunchTemplateName": template.name, "Version": template.version,
        }  # fmt: skip
        policy = group.mixed_instances_policy or {}
        weighs = any(
            "WeightedCapacity" in override for override in policy.get("LaunchTemplate", {}).get("Overrides", ())
        )
        self.weighted_capacity = str(member.weight) if weighs else None

    @property
    def instance(self) -> Any:
        """Moto's instance."""
        return self.auto_scaling_group.ec2_backend.get_instance_by_id(self.instance_id)

    @property
    def protected_from_scale_in(self) -> bool:
        """Whether the group may not end it to shrink."""
        return self._member.is_protected

    @protected_from_scale_in.setter
    def protected_from_scale_in(self, value: bool) -> None:
        self._member.is_protected = bool(value)
