"""The targets of an account's load balancers: registered, checked, found healthy or not, drained.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
A target answers while its instance runs, in a zone that is not lost, nothing made it fall silent, and security groups,
network ACLs and routes let the check through. Not modelled: functions and addresses outside the network as targets
(always found healthy), requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.services.cloudwatch.metrics import Metrics
from patterns.sandbox.services.elbv2.health import FAILED, NOT_RUNNING, NOT_USED, Health, Target
from patterns.sandbox.services.elbv2.patches import targets as store
from patterns.sandbox.services.elbv2.patches.targets import TargetGroup

NETWORK = ":loadbalancer/net/"
NAMESPACES = {"app": "AWS/ApplicationELB", "net": "AWS/NetworkELB"}


class Targets:
    """All targets of one account, by target group."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._kept: dict[str, dict[str, Target]] = {}
        self._reached: dict[tuple[str, str, int | None, tuple[str, ...]], bool] = {}
        self._silent: set[str] = set()
        self._unhealthy_listeners: list[Callable[[str], object]] = []
        self.region = account.region

    def __repr__(self) -> str:
        return f"Targets({sum(map(len, self._kept.values()))} in {len(self._kept)} groups)"

    def on_unhealthy(self, listener: Callable[[str], object]) -> None:
        """Call `listener` with the id of each target that is found unhealthy from now on."""
        self._unhealthy_listeners.append(listener)

    def of(self, arn: str) -> list[Target]:
        """The targets of a group, those that are drained among them."""
        return list(self._kept.get(arn, {}).values())

    def is_unhealthy(self, target_id: str) -> bool:
        """Whether any of its groups found a target unhealthy."""
        return any(
            one.health is Health.UNHEALTHY
            for kept in self._kept.values()
            for one in kept.values()
            if one.id == target_id
        )

    def silence(self, target_id: str) -> None:
        """Let a target fail its health checks, though its instance runs."""
        self._silent.add(target_id)
        self.follow([target_id])

    def heal(self, target_id: str) -> None:
        """Let a silent target answer again."""
        self._silent.discard(target_id)
        self.follow([target_id])

    def registered(self, arn: str, targets: Iterable[tuple[str, int | None]]) -> None:
        """Begin to check targets; one that is known already goes on as it is."""
        group = self._group(arn)
        kept = self._kept.setdefault(arn, {})
        for target_id, port in targets:
            there = kept.get(target_id)
            if there is None or there.health is Health.DRAINING:
                if there is not None:
                    there.cancel()
                zone = store.zone(self._account.account_id, self.region, target_id)
                kept[target_id] = target = Target(target_id, port, zone)
                self._follow(group, target)
        self._measure(group)

    def deregistered(self, arn: str, target_ids: Iterable[str]) -> None:
        """Drain targets for their group's delay, and forget them after it."""
        group, clock = self._group(arn), self._account.clock
        for target_id in target_ids:
            target = self._kept.get(arn, {}).get(target_id)
            if target is None:
                continue
            target.cancel()
            if not group.balancers or target.health is Health.UNUSED or not group.delay_seconds:
                del self._kept[arn][target_id]
                continue
            target.health, target.reason = Health.DRAINING, None
            target.ends = clock.time() + group.delay_seconds
            label = f"the draining of {target_id}"
            target.cancel = clock.after(group.delay_seconds, partial(self._drained, arn, target), label)
        self._measure(group)

    def draining_seconds(self, arn: str, target_id: str) -> float:
        """How long a target goes on being drained."""
        target = self._kept.get(arn, {}).get(target_id)
        return (
            max(0.0, target.ends - self._account.clock.time()) if target and target.health is Health.DRAINING else 0.0
        )

    def forget(self, arn: str) -> None:
        """Forget a target group that is deleted."""
        for target in self._kept.pop(arn, {}).values():
            target.cancel()

    def follow(self, target_ids: Iterable[str] | None = None) -> None:
        """Look at targets again, or at all, after what they stand on changed."""
        wanted = None if target_ids is None else set(target_ids)
        for arn, kept in list(self._kept.items()):
            touched = [one for one in kept.values() if wanted is None or one.id in wanted]
            if touched:
                group = self._group(arn)
                for target in touched:
                    self._follow(group, target)
                self._measure(group)

    def zone_changed(self, zone: str) -> None:
        """Look at what stands in a zone that is lost or back."""
        self.follow({one.id for kept in self._kept.values() for one in kept.values() if one.zone == zone})

    def network_changed(self) -> None:
        """Look again at the targets whose checks get through now and did not, or the other way round."""
        self._reached.clear()
        for arn, kept in list(self._kept.items()):
            group = self._group(arn)
            for target in kept.values():
                if target.finds is not None and target.finds is not self._finds(group, target):
                    self._follow(group, target)

    def _group(self, arn: str) -> TargetGroup:
        return store.target_group(self._account.account_id, self.region, arn)

    def _drained(self, arn: str, target: Target) -> None:
        if self._kept.get(arn, {}).get(target.id) is target:
            del self._kept[arn][target.id]

    def _follow(self, group: TargetGroup, target: Target) -> None:
        """Let a target's health become what its checks will find, once they have found it often enough."""
        if target.health is Health.DRAINING:
            return
        target.cancel()
        runs = self._runs(target.id)
        if not group.balancers or not runs:
            target.health, target.reason = Health.UNUSED, NOT_RUNNING if group.balancers else NOT_USED
            target.finds = None
            return
        if target.health is Health.UNUSED:
            target.health, target.reason = Health.INITIAL, None
        target.finds = finds = self._finds(group, target)
        if finds is target.health:
            return
        times = group.healthy_threshold if finds is Health.HEALTHY else group.unhealthy_threshold
        if target.health is Health.INITIAL and finds is Health.HEALTHY:
            times = 1
        seconds = group.interval_seconds * times
        label = f"the health check of {target.id}"
        target.cancel = self._account.clock.after(seconds, lambda: self._found(group.arn, target, finds), label)

    def _found(self, arn: str, target: Target, finds: Health) -> None:
        if self._kept.get(arn, {}).get(target.id) is not target:
            return
        target.health, target.reason = finds, None
        group = self._group(arn)
        if finds is Health.UNHEALTHY and any(NETWORK in balancer for balancer in group.balancers):
            target.reason = FAILED
        tone = Tone.GOOD if finds is Health.HEALTHY else Tone.BAD
        self._account.timeline.note("target", target.id, f"is {finds}", f"{group.name}, {target.zone}", tone)
        self._measure(group)
        if finds is Health.UNHEALTHY:
            for told in self._unhealthy_listeners:
                told(target.id)

    def _runs(self, target_id: str) -> bool:
        return not target_id.startswith("i-") or store.runs(self._account.account_id, self.region, target_id)

    def answers(self, arn: str, target: Target) -> bool:
        """Whether a target of a group answers what it is asked."""
        stands = target.id not in self._silent and target.zone not in self._account.zones.lost
        return stands and self._is_reached(arn, target)

    def _is_reached(self, arn: str, target: Target) -> bool:
        """Whether packets get there: looked up once until something in the network, or at a balancer, is changed."""
        balancers = self._group(arn).balancers
        asked = (arn, target.id, target.port, balancers)
        if asked not in self._reached:
            way = store.reached(self._account.account_id, self.region, arn, target.id, target.port)
            self._reached[asked] = way
        return self._reached[asked]

    def _finds(self, group: TargetGroup, target: Target) -> Health:
        return Health.HEALTHY if self.answers(group.arn, target) else Health.UNHEALTHY

    def _measure(self, group: TargetGroup) -> None:
        """Let the counts of healthy and unhealthy targets be what they are now, for each balancer of the group.

        https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
        """
        metrics, kept = self._account.part(Metrics), self.of(group.arn)
        for balancer in group.balancers:
            name = balancer.partition(":loadbalancer/")[2]
            namespace = NAMESPACES.get(name.partition("/")[0])
            if namespace is None:
                continue
            about = {"TargetGroup": group.full_name, "LoadBalancer": name}
            for metric, health in (("HealthyHostCount", Health.HEALTHY), ("UnHealthyHostCount", Health.UNHEALTHY)):
                number = sum(one.health is health for one in kept)
                metrics.hold(metrics.key(namespace, metric, about), float(number))
