"""The health of one target, and the words in which a load balancer describes it. Not how it is found.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Health(StrEnum):
    """https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html."""

    INITIAL = "initial"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    UNUSED = "unused"
    DRAINING = "draining"


REASONS = {
    Health.INITIAL: ("Elb.InitialHealthChecking", "Initial health checks in progress"),
    Health.UNHEALTHY: ("Target.Timeout", "Request timed out"),
    Health.DRAINING: ("Target.DeregistrationInProgress", "Target deregistration is in progress"),
}
FAILED = ("Target.FailedHealthChecks", "Health checks failed")
"""What a Network Load Balancer says of every failure: to time out is for the others.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
"""
NOT_USED = ("Target.NotInUse", "Target group is not configured to receive traffic from the load balancer")
NOT_RUNNING = ("Target.InvalidState", "Target is in the stopped state")


@dataclass(eq=False)
class Target:
    """One target of one target group, and what its health checks found so far; `finds` is what they find now."""

    id: str
    port: int | None
    zone: str
    health: Health = Health.INITIAL
    reason: tuple[str, str] | None = None
    finds: Health | None = None
    ends: float = 0.0
    cancel: Callable[[], None] = field(default=lambda: None)


def described(target: Target) -> tuple[str, str, str]:
    """The state, reason code and description of a target, the last two empty for a healthy one."""
    reason, description = target.reason or REASONS.get(target.health, ("", ""))
    return str(target.health), reason, description
