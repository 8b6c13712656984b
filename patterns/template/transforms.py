"""The transforms that are understood, by name. What each does is its own module's: `loops`, `static`, `sam`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
SERVERLESS = "AWS::Serverless-2016-10-31"
UNDERSTOOD = (LANGUAGE_EXTENSIONS, SERVERLESS)


def transforms(body: Mapping[str, Any]) -> list[Any]:
    """What a template says it is to be transformed by, in its order."""
    said = body.get("Transform") or []
    return said if isinstance(said, list) else [said]
