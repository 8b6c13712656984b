"""What a stage sets for single methods, between CloudFormation's list and the service's paths.

https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from patterns.sandbox.provider.numbers import number
from patterns.sandbox.services.apigateway.documents import PATHS, written

NAMES = frozenset(name[:1].upper() + name[1:] for name in PATHS)
"""The settings by CloudFormation's names."""


def keyed(asked: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Path and method -> settings: of "/*" and "*" those for all."""
    found: dict[str, dict[str, Any]] = {}
    for each in asked:
        path = str(each.get("ResourcePath", "/*")).replace("~1", "/").strip("/") or "/"
        key = f"{path}/{each.get('HttpMethod', '*')}"
        found.setdefault(key, {}).update({name: value for name, value in each.items() if name in NAMES})
    return found


def patch(before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """The operations that lead from one list to another."""
    old, new = keyed(before), keyed(after)
    for key in [key for key in old if set(old[key]) - set(new.get(key, {}))]:
        yield {"op": "remove", "path": _path(key)}
    for key, settings in new.items():
        for name, value in settings.items():
            path = f"{_path(key)}/{PATHS[name[:1].lower() + name[1:]]}"
            yield {"op": "replace", "path": path, "value": written(value)}


def _path(key: str) -> str:
    path, _, method = key.rpartition("/")
    return f"/{path.replace('/', '~1')}/{method}"


def shown(found: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The list as CloudFormation has it."""
    return [_one(key, settings) for key, settings in found.items()]


def _one(key: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    path, _, method = key.rpartition("/")
    told = {name[:1].upper() + name[1:]: value for name, value in settings.items()}
    told |= {name: number(told[name]) for name in ("ThrottlingRateLimit",) if name in told}
    return {"ResourcePath": f"/{path.strip('/')}", "HttpMethod": method, **told}
