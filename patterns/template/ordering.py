"""A topological order of names that need one another. It knows nothing of templates."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Mapping

from .errors import CircularDependencyError


def ordered(needs: Mapping[str, Collection[str]], *, what: str) -> list[str]:
    """Return the names, each after what it needs, ties in the mapping's order; needs outside the mapping are ignored.

    Raises CircularDependencyError naming the members of every cycle; `what` is what its message calls them and, with a
    capital, the section of the template they stand in.
    """
    position = {name: index for index, name in enumerate(needs)}
    waiting = {name: {other for other in others if other in position} for name, others in needs.items()}
    needed_by: dict[str, list[str]] = {name: [] for name in needs}
    for name, others in waiting.items():
        for other in others:
            needed_by[other].append(name)
    ready = [position[name] for name, others in waiting.items() if not others]
    names = list(needs)
    result: list[str] = []
    while ready:
        name = names[heapq.heappop(ready)]
        result.append(name)
        for other in needed_by[name]:
            waiting[other].discard(name)
            if not waiting[other]:
                heapq.heappush(ready, position[other])
    if len(result) < len(names):
        members = _cyclic({name: others for name, others in waiting.items() if others}, needed_by)
        message = f"Circular dependency between {what}: [{', '.join(members)}]"
        raise CircularDependencyError(message, path=(what.capitalize(), members[0]))
    return result


def _cyclic(stuck: dict[str, set[str]], needed_by: Mapping[str, list[str]]) -> list[str]:
    """Return the stuck names without those that only wait for a cycle and are in none."""
    left = dict(stuck)
    idle = [name for name in left if not any(other in left for other in needed_by[name])]
    while idle:
        name = idle.pop()
        others = left.pop(name)
        idle.extend(o for o in others if o in left and not any(user in left for user in needed_by[o]))
    return list(left)
