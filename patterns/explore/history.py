"""The drafts of a page in the order the reader made them: undo, redo and reset. Not here: what a draft shows."""

from __future__ import annotations

from patterns.explore.draft import Draft


class History:
    """A line of drafts with a place on it; a new draft forgets what was undone."""

    def __init__(self, first: Draft) -> None:
        self._first = first
        self._past: list[Draft] = []
        self._future: list[Draft] = []
        self.current = first

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier draft."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a draft was undone and nothing made since."""
        return bool(self._future)

    @property
    def can_reset(self) -> bool:
        """Whether the current draft is another one than the first."""
        return self.current is not self._first

    def add(self, draft: Draft) -> None:
        """Make this the current draft."""
        self._past.append(self.current)
        self._future.clear()
        self.current = draft

    def undo(self) -> bool:
        """Go one draft back; return whether there was one."""
        return self._step(self._past, self._future)

    def redo(self) -> bool:
        """Go one draft on again; return whether there was one."""
        return self._step(self._future, self._past)

    def reset(self) -> bool:
        """Make the first draft the current one, as a step that can be undone; return whether it was another."""
        if not self.can_reset:
            return False
        self.add(self._first)
        return True

    def _step(self, source: list[Draft], target: list[Draft]) -> bool:
        if not source:
            return False
        target.append(self.current)
        self.current = source.pop()
        return True
