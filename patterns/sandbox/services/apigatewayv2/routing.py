"""Which route of an API a request takes, and which stage it goes to. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

DEFAULT = "$default"
ANY = "ANY"
_VARIABLE = re.compile(r"\{(?P<name>[^{}+]+)(?P<greedy>\+)?\}")


@dataclass(frozen=True)
class Match:
    """A route with what its path gives names to."""

    route: Mapping[str, Any]
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def method_and_path(self) -> tuple[str, str]:
        """Method and path of the route's key; of `$default`, that name alone."""
        method, _, path = str(self.route["routeKey"]).partition(" ")
        return method, path


def match(routes: Iterable[Mapping[str, Any]], method: str, path: str) -> Match | None:
    """The route that a request takes: a full match before a greedy one, its own method before any, `$default` last."""
    found: list[tuple[tuple[bool, int, int, bool], Match]] = []
    default = None
    for route in routes:
        key = str(route["routeKey"])
        if key == DEFAULT:
            default = Match(route)
            continue
        wanted, _, pattern = key.partition(" ")
        taken = _taken(pattern, path) if wanted in (ANY, method) else None
        if taken is not None:
            variables = _VARIABLE.findall(pattern)
            is_greedy = any(greedy for _, greedy in variables)
            rank = (is_greedy, -pattern.count("/"), len(variables), wanted == ANY)
            found.append((rank, Match(route, taken)))
    return min(found, key=lambda one: one[0])[1] if found else default


def _taken(pattern: str, path: str) -> dict[str, str] | None:
    """What a path gives the variables of a pattern; None where it does not fit."""
    taken = _compiled(pattern).fullmatch(path)
    if taken is None:
        return None
    names = [name for name, _ in _VARIABLE.findall(pattern)]
    return {name: unquote(value) for name, value in zip(names, taken.groups(), strict=True)}


def _compiled(pattern: str) -> re.Pattern[str]:
    made, position = "", 0
    for found in _VARIABLE.finditer(pattern):
        made += re.escape(pattern[position : found.start()])
        made += "(.+)" if found["greedy"] else "([^/]+)"
        position = found.end()
    return re.compile(made + re.escape(pattern[position:]))


def staged(path: str, stages: Iterable[str]) -> tuple[str | None, str]:
    """The stage that a path names, and the rest of the path; else `$default`, and None where there is none."""
    names = set(stages)
    first, _, rest = path.removeprefix("/").partition("/")
    if first in names and first != DEFAULT:
        return first, f"/{rest}"
    return (DEFAULT if DEFAULT in names else None), path
