"""Reading what a resolved template says: its resources by type, and their properties, whatever shape these have.

Nothing here raises for a value of the wrong shape. Not here: how the values were worked out (`resolve`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .resolve import Resolved, Resource
from .values import Unknown


def of_type(resolved: Resolved, *types: str) -> Iterator[Resource]:
    """The template's resources of these types."""
    return (resource for resource in resolved.resources.values() if resource.type in types)


def at(properties: Any, *path: str | int) -> Any:
    """The value at a path inside resolved properties; None where there is none, an `Unknown` where nobody can tell."""
    found = properties
    for step in path:
        if isinstance(found, Unknown):
            return found
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def is_on(value: Any) -> bool:
    """Whether a switch is certainly on, as CloudFormation writes truth values."""
    return str(value).lower() == "true"


def is_off(value: Any) -> bool:
    """Whether a switch is certainly not on: absent or false; a value that only a deployment settles is not certain."""
    return value is None or str(value).lower() == "false"


def each(value: Any) -> Iterable[Any]:
    """The members of what may be one thing or a list of it, as in policy documents."""
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def entries(value: Any) -> list[Any]:
    """The members of a list in a template; none where it is absent or nobody can tell before deployment."""
    return value if isinstance(value, list) else []
