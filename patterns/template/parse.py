"""YAML or JSON text to one body of plain values, with the line of every member. What the body means is not looked at.

YAML is read as CloudFormation reads it: version 1.1 without aliases, merge keys and timestamps
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html). The containers still open are
kept on a list, never in recursion, so neither deep nesting nor an alias bomb costs more than reading the text.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from .errors import Path, TemplateError
from .events import MAX_DEPTH, YAML_TAG, Event, decoded, events, too_deep, unknown_tag
from .intrinsics import SHORT_FORMS, long_form


def parsed(text: str, *, lines: dict[Path, int] | None = None) -> Any:
    """Return the body of the text, short-form functions made long; text that starts with "{" is JSON, other is YAML.

    Of a key that is there twice the last counts, as in CloudFormation:
    https://github.com/aws-cloudformation/cfn-lint/issues/35.

    `lines`, when given, receives the 1-based line of every member by its path in that body. Raises TemplateError for
    text that is not well-formed, an alias, an unknown tag, a null, or nesting over 100.
    """
    builder = _Builder(lines)
    for event in events(text):
        builder.take(event)
    return builder.root


@dataclass(slots=True)
class _Frame:
    """A mapping or list being read; `function` is the call its short-form tag stands for."""

    value: Any
    path: Path
    function: str | None
    line: int
    key: str | None = None


class _Builder:
    """Builds the body from events, keeping the open containers on a list of its own."""

    def __init__(self, lines: dict[Path, int] | None) -> None:
        self.root: Any = None
        self._lines = lines
        self._open: list[_Frame] = []

    def take(self, event: Event) -> None:
        if event.kind == "end":
            self._close()
            return
        frame = self._open[-1] if self._open else None
        if frame is not None and isinstance(frame.value, dict) and frame.key is None:
            self._take_key(frame, event)
            return
        path = self._place(frame, event.line)
        if event.kind == "scalar":
            self._attach(self._scalar(event, path))
            return
        self._start(event, path)

    def _take_key(self, frame: _Frame, event: Event) -> None:
        path = frame.path
        if event.kind != "scalar" or event.tag in SHORT_FORMS:
            raise TemplateError("Template format error: a key must be a string", path=path, line=event.line)
        if event.plain and event.text == "<<":
            message = "Template format error: YAML merge keys (<<) are not allowed in CloudFormation templates"
            raise TemplateError(message, path=path, line=event.line)
        frame.key = event.text
        if self._lines is not None:
            self._lines[(*path, event.text)] = event.line

    def _place(self, frame: _Frame | None, line: int) -> Path:
        if frame is None:
            return ()
        if frame.key is not None:
            return (*frame.path, frame.key)
        path = (*frame.path, len(frame.value))
        if self._lines is not None:
            self._lines[path] = line
        return path

    def _start(self, event: Event, path: Path) -> None:
        if len(path) >= MAX_DEPTH:
            raise too_deep(path, event.line)
        function = self._function(event, path)
        if function is not None:
            path = (*path, function)
            if self._lines is not None:
                self._lines[path] = event.line
        self._open.append(_Frame({} if event.kind == "mapping" else [], path, function, event.line))

    def _function(self, event: Event, path: Path) -> str | None:
        standard = YAML_TAG + ("map" if event.kind == "mapping" else "seq")
        if event.tag is None or event.tag in (standard, "!"):
            return None
        if event.tag not in SHORT_FORMS:
            raise unknown_tag(event, path)
        return SHORT_FORMS[event.tag]

    def _scalar(self, event: Event, path: Path) -> Any:
        if event.tag in SHORT_FORMS:
            function = SHORT_FORMS[event.tag]
            if self._lines is not None:
                self._lines[(*path, function)] = event.line
            return long_form(function, event.text)
        value = decoded(event, path)
        if value is None:
            where = "/".join(("", *map(str, path)))
            message = f"Template format error: [{where}] 'null' values are not allowed in templates"
            raise TemplateError(message, path=path, line=event.line)
        if isinstance(value, float) and not math.isfinite(value):
            message = f"Template format error: {event.text} is not a number CloudFormation takes"
            raise TemplateError(message, path=path, line=event.line)
        return value

    def _close(self) -> None:
        frame = self._open.pop()
        value = frame.value
        if isinstance(value, dict) and "Fn::GetAtt" in value and len(value) == 1:
            value = long_form("Fn::GetAtt", value["Fn::GetAtt"])
        self._attach(value if frame.function is None else long_form(frame.function, value))

    def _attach(self, value: Any) -> None:
        if not self._open:
            self.root = value
            return
        frame = self._open[-1]
        if frame.key is None:
            frame.value.append(value)
        else:
            frame.value[frame.key] = value
            frame.key = None
