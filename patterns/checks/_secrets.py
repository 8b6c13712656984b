"""What several checks need to know about secrets in a template's text. Not a check.

They read the template as it is written: what a deployment passes in is not the template's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from patterns.template.once import once
from patterns.template.resolve import Resolved

Path = tuple[str | int, ...]

_NAME = re.compile(
    r"(?:password|passwd|passphrase|secret_?string|client_?secret|_secret|secret_?key|secret_?access_?key|api_?key"
    r"|private_?key|auth_?token|api_?token|access_?token|_token)$",
    re.IGNORECASE,
)
_HARMLESS = ("", "*", "true", "false", "none", "null")
_ELSEWHERE = ("{{resolve:", "arn:", "${")


def is_secret_name(name: str) -> bool:
    """Whether something called so holds a secret: DbPassword, API_KEY; not PasswordLength, SecretArn, NextToken."""
    return bool(_NAME.search(name)) and name not in ("ClientToken", "GenerateSecretString", "NextToken")


def is_literal_secret(value: Any) -> bool:
    """Whether a value written at a secret's name is the secret: a text that does not point elsewhere."""
    return isinstance(value, str) and value.lower() not in _HARMLESS and not value.startswith(_ELSEWHERE)


@once
def written(resolved: Resolved) -> Iterator[tuple[str, Path, Any]]:
    """Every value written in the properties of the resources that are made, with resource and path, the names first.

    A function of texts alone, and a parameter, are followed by the text that the template makes of them.
    """
    declared = resolved.document.body.get("Parameters", {})
    for logical_id in resolved.resources:
        properties = resolved.document.body["Resources"][logical_id].get("Properties", {})
        members: list[tuple[Path, Any]] = []
        _add_members(properties, (), members)
        for path, value in members:
            yield logical_id, path, value
            text = _default(declared, value) if isinstance(value, dict) and "Ref" in value else literal(value)
            if isinstance(value, dict) and isinstance(text, str):
                yield logical_id, path, text


@once
def written_secrets(resolved: Resolved) -> Iterator[tuple[str, Path, Any]]:
    """The values written where the name says that a secret stands, in `{Name: ..., Value: ...}` pairs too."""
    for logical_id, path, value in written(resolved):
        name = _said_name(resolved, logical_id, path)
        if name and is_secret_name(name):
            yield logical_id, path, value


def literal(value: Any) -> Any:
    """The text that Fn::Sub, Fn::Join or Fn::Select makes of texts alone; any other value as it is."""
    if not isinstance(value, dict) or len(value) != 1:
        return value
    ((name, argument),) = value.items()
    if name == "Fn::Sub" and isinstance(argument, str) and "${" not in argument:
        return argument
    parts = argument[1] if isinstance(argument, list) and len(argument) == 2 else None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return value
    first = str(argument[0])
    if name == "Fn::Join":
        return first.join(parts)
    is_there = name == "Fn::Select" and first.isdecimal() and int(first) < len(parts)
    return parts[int(first)] if is_there else value


def _default(declared: Any, reference: dict[str, Any]) -> Any:
    """What a parameter is when nobody gives it; None for one whose default is only the name of a stored one."""
    name = reference["Ref"]
    form = declared.get(name) if isinstance(name, str) else None
    if form is None or str(form.get("Type")).startswith("AWS::SSM::Parameter::Value"):
        return None
    return form.get("Default")


def _add_members(value: dict[str, Any] | list[Any], path: Path, found: list[tuple[Path, Any]]) -> None:
    for key, member in value.items() if isinstance(value, dict) else enumerate(value):
        found.append(((*path, key), member))
        if isinstance(member, dict | list) and literal(member) is member:
            _add_members(member, (*path, key), found)


def _said_name(resolved: Resolved, logical_id: str, path: Path) -> str | None:
    """The name a value stands at: its key, without the steps of Fn::If; for Value, what the Name beside it says."""
    steps = list(path)
    while len(steps) > 2 and steps[-2] == "Fn::If" and steps[-1] in (1, 2):
        del steps[-2:]
    if steps[-1] != "Value":
        return steps[-1] if isinstance(steps[-1], str) else None
    holder: Any = resolved.document.body["Resources"][logical_id]["Properties"]
    for step in steps[:-1]:
        holder = holder[step]
    name = literal(holder.get("Name")) if isinstance(holder, dict) else None
    if isinstance(name, dict) and "Ref" in name:
        name = _default(resolved.document.body.get("Parameters", {}), name)
    return name if isinstance(name, str) else None
