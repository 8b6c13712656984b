"""Patches of API Gateway's documents: operations read and applied, and made from a difference. Pure.

https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
Not modelled: the operations `move`, `copy` and `test`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Document = dict[str, Any]
Operation = Mapping[str, str]

BOOLEANS = frozenset({
    "apiKeyRequired", "cacheClusterEnabled", "cacheDataEncrypted", "cachingEnabled", "dataTraceEnabled",
    "disableExecuteApiEndpoint", "enabled", "metricsEnabled", "requireAuthorizationForCacheControl", "tracingEnabled",
    "useStageCache", "validateRequestBody", "validateRequestParameters",
})  # fmt: skip
INTEGERS = frozenset({
    "authorizerResultTtlInSeconds", "burstLimit", "cacheTtlInSeconds", "limit", "minimumCompressionSize", "offset",
    "throttlingBurstLimit", "timeoutInMillis",
})  # fmt: skip
NUMBERS = frozenset({"percentTraffic", "rateLimit", "throttlingRateLimit"})
BY_VALUE = frozenset({"apiStages", "authorizationScopes", "providerARNs"})
"""Lists whose members an operation names by its value; those of others stand in its path."""
LISTS = BY_VALUE | {"binaryMediaTypes", "cacheKeyParameters", "types", "vpcEndpointIds"}

SETTINGS = {
    "caching/dataEncrypted": "cacheDataEncrypted",
    "caching/enabled": "cachingEnabled",
    "caching/requireAuthorizationForCacheControl": "requireAuthorizationForCacheControl",
    "caching/ttlInSeconds": "cacheTtlInSeconds",
    "caching/unauthorizedCacheControlHeaderStrategy": "unauthorizedCacheControlHeaderStrategy",
    "logging/dataTrace": "dataTraceEnabled",
    "logging/loglevel": "loggingLevel",
    "metrics/enabled": "metricsEnabled",
    "throttling/burstLimit": "throttlingBurstLimit",
    "throttling/rateLimit": "throttlingRateLimit",
}
"""The end of a path that sets something for one method of a stage -> its name among the settings."""
PATHS = {name: path for path, name in SETTINGS.items()}


class Unsupported(Exception):
    """An operation that the document does not take; the message says which, and what there is."""


def patched(document: Document, operations: Iterable[Operation], fields: Iterable[str]) -> Document:
    """The document after the operations; it takes those whose paths begin with one of `fields`.

    Raises `Unsupported`.
    """
    found, taken = copy.deepcopy(document), frozenset(fields)
    for operation in operations:
        steps = [step.replace("~1", "/").replace("~0", "~") for step in str(operation["path"]).split("/")[1:]]
        if operation["op"] not in ("add", "remove", "replace"):
            raise Unsupported(f"the operation {operation['op']} is not simulated: there are add, remove and replace")
        if steps and steps[0] in taken:
            _apply(found, steps, operation)
        elif "methodSettings" in taken and len(steps) in (2, 4):
            _set_for_method(found.setdefault("methodSettings", {}), steps, operation)
        else:
            raise Unsupported(
                f"Invalid patch path '{operation['path']}' specified for op '{operation['op']}'. "
                f"Must be one of: [{', '.join(f'/{field}' for field in sorted(taken))}]"
            )
    return found


def operations(before: Mapping[str, Any], after: Mapping[str, Any], at: str = "") -> Iterator[Operation]:
    """The operations that lead from one document to another."""
    for name in sorted({*before, *after}):
        old, new, path = before.get(name), after.get(name), f"{at}/{_escaped(name)}"
        if old == new:
            continue
        if name == "apiStages":
            yield from _of_stages(old or [], new or [], path)
        elif name in LISTS:
            yield from _of_list(name, old or [], new or [], path)
        elif isinstance(new, Mapping) or name == "variables":
            yield from operations(old or {}, new or {}, path)
        elif new is None:
            yield {"op": "remove", "path": path}
        else:
            yield {"op": "replace", "path": path, "value": written(new)}


def written(value: Any) -> str:
    """A value as an operation carries it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def read(name: str, value: Any) -> Any:
    """What the value of an operation stands for, in a field of this name. Raises `Unsupported`."""
    if name in BOOLEANS:
        return str(value).lower() == "true"
    try:
        return int(value) if name in INTEGERS else float(value) if name in NUMBERS else value
    except ValueError:
        raise Unsupported(f"{name} is a number, got {value!r}") from None


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _of_stages(old: list[Document], new: list[Document], path: str) -> Iterator[Operation]:
    """The stages of a plan, and below each what it sets for single methods."""
    before, after = ({f"{one['apiId']}:{one['stage']}": one for one in each} for each in (old, new))
    yield from ({"op": "remove", "path": path, "value": stage} for stage in before if stage not in after)
    for stage, asked in after.items():
        if stage not in before:
            yield {"op": "add", "path": path, "value": stage}
        there = before.get(stage, {}).get("throttle") or {}
        below = f"{path}/{_escaped(stage)}/throttle"
        yield from operations(there, asked.get("throttle") or {}, below)


def _of_list(name: str, old: list[Any], new: list[Any], path: str) -> Iterator[Operation]:
    for gone in [one for one in old if one not in new]:
        yield {"op": "remove", **_member(name, gone, path)}
    for come in [one for one in new if one not in old]:
        yield {"op": "add", **_member(name, come, path)}


def _member(name: str, member: Any, path: str) -> dict[str, str]:
    return {"path": path, "value": member} if name in BY_VALUE else {"path": f"{path}/{_escaped(member)}"}


def _apply(document: Document, steps: list[str], operation: Operation) -> None:
    *above, last = steps
    holder: Any = document
    for place, step in enumerate(above):
        if step in LISTS:
            _change_list(holder, step, steps[place + 1 :], operation)
            return
        if not isinstance(holder.get(step), dict):
            holder[step] = {}
        holder = holder[step]
    if last in LISTS:
        _change_list(holder, last, [], operation)
    elif operation["op"] == "remove":
        holder.pop(last, None)
    else:
        holder[last] = read(last, operation.get("value"))


def _change_list(holder: Document, name: str, below: list[str], operation: Operation) -> None:
    members = list(holder.get(name) or [])
    value = operation.get("value")
    if name == "apiStages":
        _change_stages(members, below, operation)
    elif operation["op"] == "remove":
        members = [member for member in members if member != (below[0] if below else value)]
    elif operation["op"] == "add":
        members += [one for one in (below[0] if below else value,) if one not in members]
    else:
        members = [value if member == below[0] else member for member in members] if below else str(value).split(",")
    holder[name] = members


def _change_stages(members: list[Document], below: list[str], operation: Operation) -> None:
    """The stages of a usage plan: `/apiStages` with a value, and what is set for one below its name."""
    api_id, _, stage = (below[0] if below else str(operation.get("value"))).partition(":")
    there = next((member for member in members if (member["apiId"], member["stage"]) == (api_id, stage)), None)
    if there is None:
        if operation["op"] == "remove" or below:
            raise Unsupported(f"Usage Plan has no API stage {api_id}:{stage}")
        members.append({"apiId": api_id, "stage": stage})
    elif below:
        _apply(there, below[1:], operation)
    elif operation["op"] == "remove":
        members.remove(there)


def _set_for_method(settings: Document, steps: list[str], operation: Operation) -> None:
    key, what = f"{steps[0].strip('/')}/{steps[1]}", "/".join(steps[2:])
    if operation["op"] == "remove" and not what:
        settings.pop(key, None)
        return
    if what not in SETTINGS:
        raise Unsupported(f"Invalid method setting path: {operation['path']}. There are: {', '.join(sorted(SETTINGS))}")
    name = SETTINGS[what]
    settings.setdefault(key, {})[name] = read(name, operation.get("value"))
