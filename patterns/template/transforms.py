"""The transforms of a template, by name, and the form in which it names them. What each does is its own module's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import Path, TemplateError

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
SERVERLESS = "AWS::Serverless-2016-10-31"
UNDERSTOOD = (LANGUAGE_EXTENSIONS, SERVERLESS)
"""Those that need nobody's code and no file: `loops` and `static`, `sam`. The others are `macros`."""
INCLUDE = "AWS::Include"
INLINE = "Fn::Transform"
SECTIONS = (
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Mappings",
    "Rules",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
)


def transforms(body: Mapping[str, Any]) -> list[Any]:
    """What a template says it is to be transformed by, in its order."""
    said = body.get("Transform") or []
    return said if isinstance(said, list) else [said]


def form_of(said: Any, path: Path) -> tuple[str, Mapping[str, Any]]:
    """Name and parameters of a macro. Raises `TemplateError` for what is neither a name nor a mapping with one."""
    if isinstance(said, str):
        return said, {}
    name = said.get("Name") if isinstance(said, Mapping) else None
    parameters = (said.get("Parameters") or {}) if isinstance(said, Mapping) else None
    if not isinstance(name, str) or not isinstance(parameters, Mapping):
        message = "Template format error: a macro is a name, or a mapping of Name and, if it takes any, Parameters"
        raise TemplateError(f"{message}, got {said!r}", path=path)
    return name, parameters


def has_macros(value: Any) -> bool:
    """Whether a template, or a part of one, is written by macros, and gets its form only by them."""
    if isinstance(value, Mapping):
        named = [each for each in transforms(value) if each not in UNDERSTOOD] if "Transform" in value else []
        return bool(named) or INLINE in value or any(map(has_macros, value.values()))
    return any(map(has_macros, value)) if isinstance(value, list) else False
