"""YAML or JSON text as a flat stream of events, so that no nesting needs recursion. What they build is `parse`'s."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

import yaml

from .errors import Path, TemplateError
from .intrinsics import SHORT_FORMS
from .values import shown

MAX_DEPTH = 100
"""Deepest nesting read, ours: CloudFormation documents none; templates seen in the wild stay under 40."""

YAML_TAG = "tag:yaml.org,2002:"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONSTRUCTOR = yaml.constructor.SafeConstructor()
_SCALARS: dict[str, Callable[[yaml.ScalarNode], Any]] = {
    YAML_TAG + "bool": _CONSTRUCTOR.construct_yaml_bool,
    YAML_TAG + "int": _CONSTRUCTOR.construct_yaml_int,
    YAML_TAG + "float": _CONSTRUCTOR.construct_yaml_float,
    YAML_TAG + "null": lambda node: None,
    YAML_TAG + "str": lambda node: node.value,
    "!": lambda node: node.value,
}
_LONGEST_NUMBER = 100  # a megabyte of "1:1:1..." is a number in base 60, and takes minutes to compute
_JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|-?\d[\d.eE+-]*|true|false|null|\n')


class Event(NamedTuple):
    """One step of the text: a scalar, the start of a mapping or list, or its end; `plain`: without quotes and tag."""

    kind: Literal["scalar", "mapping", "sequence", "end"]
    line: int
    tag: str | None = None
    text: str = ""
    plain: bool = False


def events(text: str) -> Iterator[Event]:
    """Yield the events of a text; one that starts with "{" is JSON, other is YAML.

    Raises TemplateError, with the line, for text that is not well-formed, an alias, an anchor or a second document.
    """
    is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
    return _json_events(text) if is_json else _yaml_events(text)


def decoded(event: Event, path: Path) -> Any:
    """Return a scalar's value, as YAML 1.1 without timestamps types it; raises TemplateError for an unknown tag."""
    tag = plain_tag(event.text) if event.plain else event.tag
    if tag is None:
        return event.text
    if tag not in _SCALARS:
        raise unknown_tag(event, path)
    try:
        return _SCALARS[tag](yaml.ScalarNode(tag, event.text))
    except (ValueError, KeyError):
        message = f"Template format error: {shown(event.text)} is not a {tag.removeprefix(YAML_TAG)}"
        raise TemplateError(message, path=path, line=event.line) from None


def plain_tag(text: str, *, timestamps: bool = False) -> str | None:
    """Return the YAML 1.1 tag that unquoted text resolves to, None for a string; a date is one unless `timestamps`."""
    if len(text) > _LONGEST_NUMBER:
        return None
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text) and (timestamps or tag in _SCALARS):
            return str(tag)
    return None


def unknown_tag(event: Event, path: Path) -> TemplateError:
    """Return the error for a tag that is neither YAML's nor a function's."""
    known = ", ".join(sorted(SHORT_FORMS))
    tag = (event.tag or "").replace(YAML_TAG, "!!")
    return TemplateError(f"Template format error: unknown tag {tag}; known are {known}", path=path, line=event.line)


def too_deep(path: Path | None, line: int | None) -> TemplateError:
    """Return the error for a text nested deeper than the limit."""
    return TemplateError(f"Template format error: nested deeper than {MAX_DEPTH} levels", path=path, line=line)


def _yaml_events(text: str) -> Iterator[Event]:
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            line = 1 + (event.start_mark.line if event.start_mark else 0)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise TemplateError("Template format error: unsupported structure: more than one document", line=line)
            taken = _yaml_event(event, line)
            if taken is not None:
                yield taken
    except (yaml.YAMLError, UnicodeError) as error:
        raise _not_well_formed(error, text) from None


def _not_well_formed(error: Exception, text: str) -> TemplateError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable text"
    position = getattr(error, "position", None)
    line = mark.line + 1 if mark else text.count("\n", 0, position or 0) + 1
    return TemplateError(f"Template format error: YAML not well-formed: {problem}", line=line)


def _yaml_event(event: Any, line: int) -> Event | None:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise TemplateError(
            f"Template format error: YAML aliases are not allowed in CloudFormation templates: [{event.anchor}]. "
            "Write the value out where it is used",
            line=line,
        )
    if isinstance(event, yaml.ScalarEvent):
        plain = not event.style and event.tag is None
        return Event("scalar", line, event.tag, event.value, plain)
    if isinstance(event, yaml.MappingStartEvent):
        return Event("mapping", line, event.tag)
    if isinstance(event, yaml.SequenceStartEvent):
        return Event("sequence", line, event.tag)
    if isinstance(event, yaml.CollectionEndEvent):
        return Event("end", line)
    return None


def _json_events(text: str) -> Iterator[Event]:
    try:
        json.loads(text.removeprefix("\ufeff"), parse_int=str, parse_float=str, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        message = f"Template format error: JSON not well-formed: {error.msg}, column {error.colno}"
        raise TemplateError(message, line=error.lineno) from None
    except RecursionError:
        raise too_deep(None, None) from None
    kinds = {"{": "mapping", "[": "sequence", "}": "end", "]": "end"}
    line = 1
    for match in _JSON_TOKEN.finditer(text):
        token = match.group()
        if token == "\n":
            line += 1
        elif token in kinds:
            yield Event(kinds[token], line)  # type: ignore[arg-type]
        elif token[0] == '"':
            yield Event("scalar", line, text=_json_text(token, line))
        else:
            yield Event("scalar", line, _json_tag(token), token)


def _json_text(token: str, line: int) -> str:
    text: str = json.loads(token)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"Template format error: JSON not well-formed: {shown(token)}: {error.reason}"
        raise TemplateError(message, line=line) from None
    return text


def _refuse_constant(token: str) -> Any:
    raise TemplateError(f"Template format error: JSON not well-formed: {token} is not a number CloudFormation takes")


def _json_tag(token: str) -> str:
    if token in ("true", "false"):
        return YAML_TAG + "bool"
    if token == "null":
        return YAML_TAG + "null"
    return YAML_TAG + ("int" if token.lstrip("-").isdigit() else "float")
