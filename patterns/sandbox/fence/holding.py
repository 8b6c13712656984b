"""When the fence is up: from the first sandbox that starts until every one that started was stopped. Not what it stops.

That some sandbox lives is not enough: whoever opened an outer one, which a later one ended, still counts on the fence.
One that nothing leads to any more, such as that of a cell that was run again, counts no longer.
"""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from contextlib import ExitStack

from patterns.sandbox.fence.children import fence_children
from patterns.sandbox.fence.environment import hide
from patterns.sandbox.fence.sockets import guard


class Fence:
    """The one fence of a process, and who holds it up; each holder holds once, and while it lives."""

    def __init__(self) -> None:
        self._holders: list[weakref.ref[object]] = []
        self._led_to: frozenset[weakref.ref[object]] = frozenset()
        self._parts = ExitStack()
        self._changing = threading.RLock()

    def __repr__(self) -> str:
        return f"Fence({'up' if self.is_up else 'down'}, {len(self._holders)} holders)"

    @property
    def is_up(self) -> bool:
        """Whether anybody holds it."""
        return bool(self._holders)

    def hold(self, holder: object) -> None:
        """Raise the fence, or keep it up, until this holder and all others have let go."""
        with self._changing:
            if weakref.ref(holder) in self._holders:
                return
            self._holders.append(weakref.ref(holder))
            if len(self._holders) == 1:
                try:
                    for part in (hide, guard, fence_children):
                        self._parts.callback(part())
                except BaseException:
                    self.release(holder)
                    raise

    def extend(self, undo: Callable[[], object]) -> None:
        """Have something undone when the fence comes down."""
        with self._changing:
            self._parts.callback(undo)

    def release(self, holder: object) -> None:
        """Let go; the last to do so takes the fence down. From others who do not hold it nothing happens."""
        with self._changing:
            if weakref.ref(holder) in self._holders:
                self._holders.remove(weakref.ref(holder))
                self._forget()
                self._come_down()

    def release_all(self) -> None:
        """Take the fence down, whoever holds it."""
        with self._changing:
            held, self._holders = self.is_up, []
            if held:
                self._come_down()

    def _forget(self) -> None:
        """Leave out holders that nothing leads to; an ended account is a circle of objects, so look for it.

        That takes a third of a second where much is loaded: who was found to be led to once is not looked for again,
        and is left out when Python itself finds it.
        """
        self._holders = [holder for holder in self._holders if holder() is not None]
        if not self._led_to.issuperset(self._holders):
            # What is kept from being looked at may lead to nothing by now.
            kept = gc.get_freeze_count()
            gc.unfreeze()
            gc.collect()
            if kept:
                gc.freeze()
            self._holders = [holder for holder in self._holders if holder() is not None]
            self._led_to = frozenset(self._holders)

    def _come_down(self) -> None:
        if not self._holders:
            self._parts.pop_all().close()


FENCE = Fence()
