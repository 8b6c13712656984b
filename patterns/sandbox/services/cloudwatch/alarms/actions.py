"""What alarms do beyond sending: each service that an alarm may act on says how. Not when an alarm acts."""

from __future__ import annotations

from collections.abc import Callable

from patterns.sandbox.core.account import Account

Act = Callable[[str, str], object]
"""Does what an action's ARN stands for, given with the name of the alarm."""


class Actions:
    """The actions of one account's alarms, by the service in their ARNs."""

    def __init__(self, account: Account) -> None:
        self._by_service: dict[str, Act] = {}

    def __repr__(self) -> str:
        return f"Actions({', '.join(sorted(self._by_service))})"

    def register(self, service: str, act: Act) -> None:
        """Let `act` do the actions whose ARNs name this service."""
        self._by_service[service] = act

    def act(self, service: str, arn: str, alarm_name: str) -> bool:
        """Whether some service does this action; it is done then."""
        act = self._by_service.get(service)
        if act is not None:
            act(arn, alarm_name)
        return act is not None
