"""Hiding what a `NoEcho` parameter or a reference to a secret holds wherever the sandbox shows something.

The resources get the values themselves.

As in CloudFormation, outputs are shown as they are:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from patterns.comparison.difference import Change, Changes
from patterns.template.parameters import MASK
from patterns.template.source import Document
from patterns.template.values import spoken


def secrets_of(document: Document, values: Mapping[str, Any]) -> frozenset[str]:
    """The texts that must not be shown: the values of the parameters declared `NoEcho`, an empty one excepted."""
    declared = document.body.get("Parameters", {})
    hidden = [values[name] for name, form in declared.items() if spoken(form.get("NoEcho", False)).lower() == "true"]
    texts = (text for value in hidden for text in (value if isinstance(value, list) else [value]))
    return frozenset(text for text in map(str, texts) if text)


def masked(value: Any, secrets: Collection[str]) -> Any:
    """The value, at any depth, with `****` for each secret; longer secrets first, as one may be part of another."""
    if not secrets:
        return value
    if isinstance(value, Mapping):
        return {key: masked(member, secrets) for key, member in value.items()}
    if isinstance(value, list):
        return [masked(member, secrets) for member in value]
    if isinstance(value, str):
        for secret in sorted(secrets, key=lambda text: (-len(text), text)):
            value = value.replace(secret, MASK)
        return value
    return MASK if isinstance(value, int | float) and spoken(value) in secrets else value


def masked_changes(changes: list[Change], secrets: Collection[str]) -> Changes:
    """The changes with the values before and after masked."""
    return Changes(
        replace(
            change,
            properties=tuple(
                replace(prop, before=masked(prop.before, secrets), after=masked(prop.after, secrets))
                for prop in change.properties
            ),
        )
        for change in changes
    )
