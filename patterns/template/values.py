"""The values expressions yield: plain, not known yet, or none at all. Which function yields which is `functions`'."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from .errors import Path, TemplateError

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_VARIABLE_NAME = re.compile(r"[A-Za-z0-9_.:]+")
_ALONE = re.compile(r"\$\{([^{}]+)\}")

MAX_TEXT = 1_048_576
"""Longest text a function may make, ours: nested calls can double their text at every level."""

_LONGEST_CALL = 20_000  # a person's view of a call; user data, the longest text people write into one, has 16 kB
_LONGEST_SHOWN = 80


class _NoValue:
    def __repr__(self) -> str:
        return "AWS::NoValue"

    __str__ = __repr__


NO_VALUE = _NoValue()
"""What a Ref to AWS::NoValue yields: whatever it is a member of goes without that member."""


@dataclass(frozen=True)
class Unknown:
    """A value that only a deployment, or a choice not made yet, can settle.

    `text` is what a person reads, in the form of Fn::Sub ("arn:aws:s3:::${Bucket}/*"); `references` holds the
    (logical id or parameter, attribute) pairs it depends on, the attribute being "Ref" for a Ref.
    """

    text: str
    references: frozenset[tuple[str, str]] = frozenset()

    def __str__(self) -> str:
        return self.text


def spoken(value: Any) -> str:
    """Return a scalar as CloudFormation writes it into text: true, 5, 1.5."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def shown(value: Any) -> str:
    """Return a scalar in quotes for a message, cut where it is long."""
    text = spoken(value)
    return repr(text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}...")


def joined(parts: list[Any], path: Path) -> str | Unknown:
    """Return the parts as one text, Unknown if one of them is; known text then has its "${" written "${!".

    Raises TemplateError for a text over 1,048,576 characters.
    """
    if sum(len(str(part)) for part in parts) > MAX_TEXT:
        raise TemplateError(f"Template error: an expression makes a text of over {MAX_TEXT:,} characters", path=path)
    if not any(isinstance(part, Unknown) for part in parts):
        return "".join(map(spoken, parts))
    text = "".join(part.text if isinstance(part, Unknown) else spoken(part).replace("${", "${!") for part in parts)
    return Unknown(text, references_of(parts))


def references_of(value: Any) -> frozenset[tuple[str, str]]:
    """Return the references of every Unknown anywhere in a value."""
    if isinstance(value, Unknown):
        return value.references
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return frozenset().union(*map(references_of, members))


def is_plain(value: Any) -> bool:
    """Whether an unknown value is one whole Ref or Fn::GetAtt: no choice is left in it, only a name."""
    if not isinstance(value, Unknown) or len(value.references) != 1:
        return False
    ((name, attribute),) = value.references
    return value.text in (f"${{{name}}}", f"${{{name}.{attribute}}}")


def has_unknown(value: Any) -> bool:
    """Whether an Unknown stands anywhere in a value."""
    if isinstance(value, dict):
        return any(map(has_unknown, value.values()))
    return any(map(has_unknown, value)) if isinstance(value, list) else isinstance(value, Unknown)


def unknown_call(name: str, *arguments: Any) -> Unknown:
    """Return the Unknown result of a function over these arguments, readable as "${Fn::Select(0, Zones)}".

    A text over 20,000 characters is cut, and ends in a digest of the whole so that different calls stay different.
    """
    text = f"{name}({', '.join(map(_inner, arguments))})"
    if len(text) > _LONGEST_CALL:
        digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:12]
        text = f"{text[:_LONGEST_CALL]}... {digest})"
    return Unknown(f"${{{text}}}", references_of(arguments))


def sub_parts(text: str, path: Path) -> list[tuple[bool, str]]:
    """Return the text of an Fn::Sub as (is it a variable, text or name) parts; `${!x}` is the text `${x}`."""
    parts: list[tuple[bool, str]] = []
    end = 0
    for match in _VARIABLE.finditer(text):
        parts.append((False, text[end : match.start()]))
        name = match.group(1)
        end = match.end()
        if name.startswith("!"):
            parts.append((False, f"${{{name[1:]}}}"))
        elif _VARIABLE_NAME.fullmatch(name):
            parts.append((True, name))
        else:
            message = (
                "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, "
                f"underscores, periods, and colons: {name!r} does not"
            )
            raise TemplateError(message, path=path)
    return [part for part in (*parts, (False, text[end:])) if part[1]]


def _inner(value: Any) -> str:
    if isinstance(value, Unknown):
        alone = _ALONE.fullmatch(value.text)
        return alone.group(1) if alone else value.text
    if isinstance(value, list):
        return f"[{', '.join(map(_inner, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inner(member)}" for key, member in value.items()) + "}"
    return spoken(value)
