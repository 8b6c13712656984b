"""Takes the sending out of moto's EventBridge, but to its archives: it asks nobody's leave and knows four targets."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Let a rule of moto's send to archives only, and no bucket's creation call functions by the way."""
    from moto.events import notifications
    from moto.events.models import Rule

    sent = Rule.send_to_targets

    def send_to_targets(self: Any, original_event: Any, transform_input: bool = True) -> None:
        if self.targets and all(_is_archive(target["Arn"]) for target in self.targets):
            sent(self, original_event, transform_input)

    Rule.send_to_targets = send_to_targets
    notifications._send_safe_notification = _nothing


def _is_archive(arn: str) -> bool:
    return arn.split(":")[2] == "events" and arn.endswith(":::")


def _nothing(*told: Any) -> None:
    pass
