"""What moto keeps of event buses, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of a bus; None where it has none."""
    kind, _, name = path.partition("/")
    buses = backend("events", account_id, region).event_buses
    return getattr(buses.get(name), "policy", None) if kind == "event-bus" else None


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all buses."""
    return (bus.policy for bus in held("events", account_id, region, "event_buses"))


def target_names(account_id: str, region: str, bus: str, rule: str) -> set[str]:
    """The ids of the targets that a rule has; none for a rule that is not there."""
    kept = backend("events", account_id, region).event_buses.get(bus.rpartition("/")[2])
    found = kept.rules.get(rule) if kept else None
    return {target["Id"] for target in found.targets} if found else set()


def rules(account_id: str, region: str, bus: str) -> list[str]:
    """The names of the rules of a bus that EventBridge does not manage itself."""
    event_bus = backend("events", account_id, region).event_buses.get(bus.rpartition("/")[2])
    return [name for name, rule in event_bus.rules.items() if not rule.managed_by] if event_bus else []
