"""The Availability Zones of an account: which of them are lost just now. Not what is lost with them, nor why."""

from __future__ import annotations

from collections.abc import Callable

Heard = Callable[[str], object]


class Zones:
    """Zones by name; whoever places, counts or judges what stands in one asks here whether it is there."""

    def __init__(self) -> None:
        self._lost: set[str] = set()
        self._listeners: list[Heard] = []

    def __repr__(self) -> str:
        return f"Zones(lost={sorted(self._lost)})"

    @property
    def lost(self) -> frozenset[str]:
        """The zones that are lost now."""
        return frozenset(self._lost)

    def listen(self, heard: Heard) -> Callable[[], None]:
        """Call `heard` with the name of each zone that is lost or comes back; what is returned ends that."""
        self._listeners.append(heard)
        return lambda: self._listeners.remove(heard)

    def lose(self, zone: str) -> None:
        """Let a zone be lost; one that is already stays so."""
        if zone not in self._lost:
            self._lost.add(zone)
            self._tell(zone)

    def restore(self, zone: str) -> None:
        """Let a zone come back; one that is there stays so."""
        if zone in self._lost:
            self._lost.remove(zone)
            self._tell(zone)

    def _tell(self, zone: str) -> None:
        for heard in tuple(self._listeners):
            heard(zone)
