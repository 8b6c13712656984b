"""A mapping that a program gives as a template, copied, and held to what text could have said."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from .errors import Path, TemplateError
from .events import MAX_DEPTH
from .intrinsics import long_form
from .values import shown

MAX_BYTES = 1_048_576
"""Largest template CloudFormation reads from S3
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html)."""

MAX_DIRECT_BYTES = 51_200
"""Largest template that can be passed in the request itself; the same page."""


def check_size(size: int) -> None:
    """Raise TemplateError for more bytes than CloudFormation reads."""
    if size > MAX_BYTES:
        raise TemplateError(
            f"Template of {size:,} bytes is over CloudFormation's limit of {MAX_BYTES:,} bytes for a template in S3 "
            f"({MAX_DIRECT_BYTES:,} bytes when passed directly): split it into several stacks"
        )


def _pointer(path: Path) -> str:
    return "/".join(("", *map(str, path)))


MAX_DIGITS = 4_000
"""Python writes out integers of up to 4,300 digits; no property of AWS's takes more than twenty."""


class Copier:
    """Copies a mapping given by a program, checking that text could have said it."""

    def __init__(self) -> None:
        self._size = 0

    def copied(self, value: Any, path: Path) -> Any:
        """Return a copy of what stands at a path. Raises TemplateError for what no text could say."""
        self._count(2 if isinstance(value, Mapping | list | tuple) else 1)
        if isinstance(value, Mapping | list | tuple):
            if len(path) >= MAX_DEPTH:
                message = f"Template format error: nested deeper than {MAX_DEPTH} levels, or contains itself"
                raise TemplateError(message, path=path)
            if isinstance(value, Mapping):
                return self._mapping(value, path)
            return [self.copied(item, (*path, index)) for index, item in enumerate(value)]
        if isinstance(value, str):
            return self._text(value, path)
        if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
            digits = f"an integer of more than {MAX_DIGITS:,} digits is not allowed in templates"
            raise TemplateError(f"Template format error: [{_pointer(path)}] {digits}", path=path)
        if isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
            return value
        found = "'null' values are" if value is None else f"a value of type {type(value).__name__} is"
        raise TemplateError(f"Template format error: [{_pointer(path)}] {found} not allowed in templates", path=path)

    def _count(self, size: int) -> None:
        # Less than the text would take, so that shared parts, copied out again and again, stop at the limit instead of
        # filling the memory.
        self._size += size
        check_size(self._size)

    def _text(self, value: str, path: Path) -> str:
        try:
            self._count(len(value.encode()))
        except UnicodeEncodeError as error:
            message = f"Template format error: [{_pointer(path)}] {shown(value)} is not Unicode text: {error.reason}"
            raise TemplateError(message, path=path) from None
        return str.__str__(value)

    def _mapping(self, value: Mapping[Any, Any], path: Path) -> dict[str, Any]:
        copy: dict[str, Any] = {}
        for key, member in value.items():
            if not isinstance(key, str):
                message = f"Template format error: [{_pointer(path)}] key {shown(key)} must be a string"
                raise TemplateError(message, path=path)
            copy[self._text(key, path)] = self.copied(member, (*path, key))
        if len(copy) == 1 and "Fn::GetAtt" in copy:
            return long_form("Fn::GetAtt", copy["Fn::GetAtt"])
        return copy
