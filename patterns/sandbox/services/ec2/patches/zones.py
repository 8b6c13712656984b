"""Instances of moto's EC2 in a zone that is lost: they run, and both status checks find them impaired.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from patterns.sandbox.core.zones import Zones

_live: list[Zones] = []

IMPAIRED = {"Status": "impaired", "Details": [{"Name": "reachability", "Status": "failed"}]}


def attend(zones: Zones) -> Callable[[], None]:
    """Let status checks ask `zones` who is lost; return what ends that."""
    _live[:] = [zones]
    return _live.clear


def apply() -> None:
    """Let both status checks of an instance look at its zone."""
    from moto.ec2.models.instances import Instance

    for name in ("instance_status", "system_status"):
        setattr(Instance, name, property(_checked(getattr(Instance, name).fget)))


def _checked(find: Any) -> Any:
    def status(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = find(self)
        is_lost = any(self.placement.zone in zones.lost for zones in _live)
        return IMPAIRED if is_lost and found["Status"] == "ok" else found

    return status
