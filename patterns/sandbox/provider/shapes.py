"""Translations between CloudFormation's shapes and a service's, made from data. Not here: those of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import Shape


def renaming(names: Mapping[str, str]) -> tuple[Shape, Shape]:
    """Two translations, to the service and back, that rename keys at any depth."""
    back = {service: ours for ours, service in names.items()}
    return (lambda value: _renamed(value, names), lambda value: _renamed(value, back))


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {names.get(key, key): _renamed(member, names) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [_renamed(member, names) for member in value]
    return value
