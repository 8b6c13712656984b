"""What of an event a target is given: all of it, a part, a constant, or a template filled with parts. Pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
Not modelled: filters and slices in paths.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]")
_PLACE = re.compile(r"<([\w.-]+)>")
MISSING = object()


def shaped(target: Mapping[str, Any], event: Mapping[str, Any], rule: Mapping[str, str]) -> str:
    """The text that goes to a target of a rule, of which `Arn` and `Name` are wanted."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_plain(at(target["InputPath"], event)))
    if transformer := target.get("InputTransformer"):
        return _filled(transformer, event, rule)
    return json.dumps(event)


def at(path: str, event: Any) -> Any:
    """What a path such as `$.detail.items[0]` leads to; `MISSING` where it leads nowhere."""
    found, position = event, 1
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            return MISSING
        found = _stepped(found, step[1] or step[3], step[2])
        position = step.end()
    return found


def _stepped(found: Any, name: str | None, index: str | None) -> Any:
    if name is not None:
        return found.get(name, MISSING) if isinstance(found, Mapping) else MISSING
    number = int(index or 0)
    return found[number] if isinstance(found, list) and number < len(found) else MISSING


def _filled(transformer: Mapping[str, Any], event: Mapping[str, Any], rule: Mapping[str, str]) -> str:
    paths = transformer.get("InputPathsMap", {})
    values = {name: at(path, event) for name, path in paths.items()}
    values |= {
        "aws.events.rule-arn": rule["Arn"],
        "aws.events.rule-name": rule["Name"],
        "aws.events.event": {name: value for name, value in event.items() if name != "detail"},
        "aws.events.event.json": event,
        "aws.events.event.ingestion-time": event["time"],
    }
    template = str(transformer["InputTemplate"])

    def place(found: re.Match[str]) -> str:
        if found[1] not in values:
            return found[0]
        return _written(values[found[1]], quoted=_is_quoted(template, found.start()))

    return _PLACE.sub(place, template)


def _written(value: Any, *, quoted: bool) -> str:
    """A value as a template takes it: bare within a text, as JSON outside of one, nothing where there is none."""
    if value is MISSING:
        return ""
    if quoted:
        return json.dumps(value)[1:-1] if isinstance(value, str) else json.dumps(value)
    return json.dumps(value)


def _is_quoted(template: str, position: int) -> bool:
    """Whether a place lies within a JSON text."""
    return len(re.findall(r'(?<!\\)"', template[:position])) % 2 == 1


def _plain(found: Any) -> Any:
    return None if found is MISSING else found
