"""What moto's Scheduler forgets when a schedule is updated: its usual state, and what is to happen once it is over."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Keep `ActionAfterCompletion` of an update, and put the state that holds when nobody says."""
    from moto.scheduler.responses import EventBridgeSchedulerResponse

    updated = EventBridgeSchedulerResponse.update_schedule

    def update_schedule(self: Any) -> Any:
        answer = updated(self)
        name = self.uri.split("?")[0].split("/")[-1]
        schedule = self.scheduler_backend.get_schedule(self._get_param("GroupName"), name)
        schedule.state = schedule.state or "ENABLED"
        schedule.action_after_completion = self._get_param("ActionAfterCompletion") or "NONE"
        return answer

    EventBridgeSchedulerResponse.update_schedule = update_schedule
