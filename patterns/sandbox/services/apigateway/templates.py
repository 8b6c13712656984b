"""Mapping templates, as far as they are simple: a text with `$input`, `$context` and `$stageVariables` in it. Pure.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
Not modelled: the directives of the Velocity Template Language, such as #set and #foreach, and variables of one's own.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from patterns.sandbox.services.apigatewayv2.values import Scope

_DIRECTIVE = re.compile(r"#(set|if|else|elseif|end|foreach|macro|parse|include|define|break|stop)\b")
_CALL = re.compile(r"\$(?P<bang>!?)(?P<brace>\{?)(?P<what>input|util)\.(?P<name>\w+)")
_NAME = re.compile(r"\$!?\{?(?P<what>context|stageVariables)\.(?P<path>[\w.\-]+)\}?")
_TEXT = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")
_STEP = re.compile(r"\.(?P<name>[\w\-]+)|\[(?P<index>\d+)\]|\[['\"](?P<quoted>[^'\"]+)['\"]\]")


class Unsupported(Exception):
    """A template says more than is simulated; the message says what."""


@dataclass(frozen=True)
class Input:
    """What `$input` speaks of: the body, and the parameters of the request by place."""

    body: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]

    def parameter(self, name: str) -> str:
        """A parameter, looked for in the path, the query and the headers in turn."""
        return self.path.get(name) or self.query.get(name) or self.headers.get(name.lower()) or ""


UTIL: Mapping[str, Callable[[str], str]] = {
    "base64Decode": lambda text: base64.b64decode(text).decode("utf-8", "replace"),
    "base64Encode": lambda text: base64.b64encode(text.encode()).decode(),
    "escapeJavaScript": lambda text: json.dumps(text)[1:-1],
    "urlDecode": unquote,
    "urlEncode": lambda text: quote(text, safe=""),
}


def rendered(template: str, given: Input, scope: Scope) -> str:
    """The text that a template makes. Raises `Unsupported`."""
    match = _DIRECTIVE.search(template)
    if match:
        raise Unsupported(f"the template says {match[0]}, and directives of Velocity are not simulated")
    made, place = "", 0
    while call := _CALL.search(template, place):
        made += _names(template[place : call.start()], scope)
        value, place = _called(template, call.start(), given, scope)
        made += value
        if call["brace"]:
            place += 1
    return made + _names(template[place:], scope)


def _names(text: str, scope: Scope) -> str:
    return _NAME.sub(lambda found: scope.value(f"{found['what']}.{found['path']}") or "", text)


def _called(template: str, start: int, given: Input, scope: Scope) -> tuple[str, int]:
    """What the call that begins here gives, and where it ends."""
    call = _CALL.match(template, start)
    assert call is not None
    if call["what"] == "input" and call["name"] == "body":
        return given.body, call.end()
    if template[call.end() : call.end() + 1] != "(":
        raise Unsupported(f"${call['what']}.{call['name']} is called without its argument")
    argument, end = _argument(template, call.end() + 1, given, scope)
    if call["what"] == "util":
        if call["name"] not in UTIL:
            raise Unsupported(f"$util.{call['name']} is not simulated: there are {', '.join(sorted(UTIL))}")
        return UTIL[call["name"]](argument), end
    return _of_input(call["name"], argument, given), end


def _argument(template: str, start: int, given: Input, scope: Scope) -> tuple[str, int]:
    """A text in quotes, or a call or name in its place; and where the bracket after it ends."""
    text = _TEXT.match(template, start)
    if text is not None:
        value, end = text[1] if text[1] is not None else text[2], text.end()
    elif _CALL.match(template, start):
        value, end = _called(template, start, given, scope)
    elif named := _NAME.match(template, start):
        value, end = _names(named[0], scope), named.end()
    elif template[start : start + 1] == ")":
        value, end = "$", start
    else:
        raise Unsupported(f"an argument is not simple: {template[start : start + 30]!r}")
    if template[end : end + 1] != ")":
        raise Unsupported(f"an argument is not simple: {template[start : start + 30]!r}")
    return value, end + 1


def _of_input(name: str, argument: str, given: Input) -> str:
    if name == "params":
        return given.parameter(argument)
    if name not in ("json", "path"):
        raise Unsupported(f"$input.{name} is not simulated: there are body, json, params and path")
    value = _at(given.body, argument)
    if name == "path":
        return "" if value is None else value if isinstance(value, str) else json.dumps(value)
    return '""' if value is None else json.dumps(value)


def _at(body: str, path: str) -> Any:
    """What stands at a JSONPath of names and indexes. Raises `Unsupported`."""
    rest = path.removeprefix("$")
    if "".join(found[0] for found in _STEP.finditer(rest)) != rest:
        raise Unsupported(f"the path {path!r} is not simulated: paths are names and indexes")
    try:
        value: Any = json.loads(body) if body else {}
    except ValueError:
        return None
    for step in _STEP.finditer(rest):
        if step["index"] is not None:
            index = int(step["index"])
            value = value[index] if isinstance(value, list) and index < len(value) else None
        else:
            value = value.get(step["name"] or step["quoted"]) if isinstance(value, dict) else None
    return value
