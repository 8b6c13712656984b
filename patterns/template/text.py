"""A template body as the YAML or JSON a person would write. Reading text is for `parse`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from .declarations import RESOURCE_ATTRIBUTES
from .events import plain_tag
from .intrinsics import TAGS, intrinsic
from .transforms import SECTIONS

_FLOW_WIDTH = 80
_LONGEST_SIMPLE_KEY = 1000  # YAML's limit is 1024 characters, quotes and tag included
_PLAIN = re.compile(
    r"(?![\s\-?:,\[\]{}#&*!|>'\"%@`=<])[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]+"
)
_UNPLAIN = re.compile(r":\s|\s#|[:\s]\Z")
_YAML_1_2 = re.compile(r"[yYnN~]|0o[0-7]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_FLOW_INDICATORS = re.compile(r"[,?\[\]{}]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r'["\\]|[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def to_yaml(body: dict[str, Any]) -> str:
    """Return the body as YAML with short-form functions, sections in CloudFormation's usual order.

    `load(to_yaml(body)).body == body` for every loaded body. Strings are quoted only where YAML would read them as
    something else, several lines become a block, and no line is folded.
    """
    lines: list[str] = []
    for section in _ordered(body, SECTIONS):
        if lines:
            lines.append("")
        value = body[section]
        if section == "Resources" and value:
            lines.append("Resources:")
            _resources(lines, value)
        else:
            _entry(lines, section, value, 0)
    return "\n".join(lines) + "\n"


def to_json(body: dict[str, Any]) -> str:
    """Return the body as JSON, two spaces a level, sections in CloudFormation's usual order."""
    return (
        json.dumps({section: body[section] for section in _ordered(body, SECTIONS)}, indent=2, ensure_ascii=False)
        + "\n"
    )


def _ordered(mapping: dict[str, Any], first: tuple[str, ...]) -> list[str]:
    return [key for key in first if key in mapping] + [key for key in mapping if key not in first]


def _resources(lines: list[str], resources: dict[str, Any]) -> None:
    for index, (logical_id, resource) in enumerate(resources.items()):
        if index:
            lines.append("")
        lines.append(f"  {_scalar(logical_id)}:")
        for attribute in _ordered(resource, RESOURCE_ATTRIBUTES):
            _entry(lines, attribute, resource[attribute], 4)


def _entry(lines: list[str], key: str, value: Any, indent: int) -> None:
    text = _scalar(key)
    if len(text) > _LONGEST_SIMPLE_KEY:
        lines.append(f"{' ' * indent}? {text}")
        text = ""
    _value(lines, f"{' ' * indent}{text}:", value, indent)


def _value(lines: list[str], prefix: str, value: Any, indent: int) -> None:
    """Append the value after `prefix`, whose own column is `indent`; what does not fit there goes deeper."""
    call = _tagged(value)
    if call is not None:
        _call(lines, prefix, call[0], call[1], indent)
    elif isinstance(value, dict) and value:
        lines.append(prefix)
        _members(lines, value.items(), indent + 2)
    elif isinstance(value, list) and value:
        lines.append(prefix)
        for item in value:
            _item(lines, item, indent + 2)
    elif isinstance(value, str) and "\n" in value and not _UNPRINTABLE.search(value):
        _block(lines, prefix, value, indent + 2)
    else:
        lines.append(f"{prefix} {_scalar(value)}")


def _members(lines: list[str], members: Iterable[tuple[str, Any]], indent: int) -> None:
    for key, member in members:
        _entry(lines, key, member, indent)


def _item(lines: list[str], item: Any, indent: int) -> None:
    """Append a list's item; the first line of a mapping or list inside it shares the line of the dash."""
    if not (isinstance(item, dict | list) and item) or _tagged(item) is not None:
        _value(lines, " " * indent + "-", item, indent)
        return
    start = len(lines)
    if isinstance(item, dict):
        _members(lines, item.items(), indent + 2)
    else:
        for inner in item:
            _item(lines, inner, indent + 2)
    lines[start] = f"{' ' * indent}- {lines[start][indent + 2 :]}"


def _call(lines: list[str], prefix: str, tag: str, argument: Any, indent: int) -> None:
    flow = _flow_list(argument) if isinstance(argument, list) else None
    if tag == "!GetAtt":
        lines.append(f"{prefix} !GetAtt {_scalar('.'.join(argument))}")
    elif flow is not None and len(flow) <= _FLOW_WIDTH:
        lines.append(f"{prefix} {tag} {flow}")
    else:
        _value(lines, f"{prefix} {tag}", argument, indent)


def _tagged(value: Any) -> tuple[str, Any] | None:
    """Return (tag, argument) if the call can be written short.

    A node takes one tag, so a call directly inside another leaves the outer one long.
    """
    call = intrinsic(value) or _condition(value)
    if call is None or call[0] not in TAGS:
        return None
    name, argument = call
    if name == "Fn::GetAtt" and not _is_dotted(argument):
        return None
    if name != "Fn::GetAtt" and isinstance(argument, list) and not argument:
        return None
    # A number or a truth value under a tag would come back as text.
    return None if isinstance(argument, dict | bool | int | float) else (TAGS[name], argument)


def _condition(value: Any) -> tuple[str, Any] | None:
    if isinstance(value, dict) and len(value) == 1 and isinstance(value.get("Condition"), str):
        return "Condition", value["Condition"]
    return None


def _is_dotted(argument: Any) -> bool:
    """Whether "A.b" says the same as ["A", "b"]: it is split at its first dot."""
    if not (isinstance(argument, list) and len(argument) == 2 and all(isinstance(part, str) for part in argument)):
        return False
    return "." not in argument[0] and "\n" not in "".join(argument)


def _flow_list(items: list[Any]) -> str | None:
    parts = [_flow(item) for item in items]
    return None if None in parts else f"[{', '.join(part for part in parts if part is not None)}]"


def _flow(value: Any) -> str | None:
    """Return the value for the inside of [a, b], or None where a person would not write it on one line."""
    call = _tagged(value)
    if call is not None:
        tag, argument = call
        if tag == "!GetAtt":
            argument = ".".join(argument)
        inner = _flow(argument)
        return None if inner is None else f"{tag} {inner}"
    if isinstance(value, list):
        return _flow_list(value)
    if isinstance(value, dict) or (isinstance(value, str) and "\n" in value):
        return None
    return _scalar(value, flow=True)


def _block(lines: list[str], prefix: str, text: str, indent: int) -> None:
    body = text.rstrip("\n")
    kept = len(text) - len(body)
    chomping = "-" if kept == 0 else "" if kept == 1 and body else "+"
    # Without a number YAML takes the first line's own indentation for the block's.
    number = "2" if text[0] in " \t\n" else ""
    lines.append(f"{prefix} |{number}{chomping}")
    content = (text if chomping == "-" else text[:-1]).split("\n")
    lines.extend(" " * indent + line if line else "" for line in content)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if isinstance(value, str):
        return value if _is_plain(value, flow) else _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        # YAML 1.1 takes 1e+20 for a string: its floats have a dot.
        return text.replace("e", ".0e") if "e" in text and "." not in text else text
    if isinstance(value, dict):
        return "{}"
    return "[]" if isinstance(value, list) else str(value)


def _is_plain(text: str, flow: bool) -> bool:
    if not _PLAIN.fullmatch(text) or _UNPLAIN.search(text) or (flow and _FLOW_INDICATORS.search(text)):
        return False
    return plain_tag(text, timestamps=True) is None and not _YAML_1_2.fullmatch(text)


def _quoted(text: str) -> str:
    if not _UNPRINTABLE.search(text) and "\n" not in text and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04x}"
