"""Policy documents between a template, which may hold a mapping or its text, and services that take text."""

from __future__ import annotations

import json
from typing import Any

from patterns.sandbox.provider.base import HandlerError


def as_text(document: Any) -> str:
    """The document as JSON text; a text as it is, for services that judge it themselves."""
    return document if isinstance(document, str) else json.dumps(document)


def to_text(document: Any) -> str:
    """The document as JSON text. Raises `HandlerError` for a text that is no JSON object."""
    text = as_text(document)
    if not isinstance(_loaded(text), dict):
        raise HandlerError("MalformedPolicyDocument", f"The policy is not a JSON object: {text[:80]}")
    return text


def from_text(text: str) -> Any:
    """The document that a service reports as text."""
    return _loaded(text)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
