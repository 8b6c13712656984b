"""What is known of a resource type without running it: one module per service, named as boto3 names its client.

A module says which `SERVICE` it is about and has a record for each of its `TYPES`; it is found by walking this folder.
Not here: what a type does (`sandbox`), and what it costs (`analysis.rates`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType

from patterns.knowledge._about import (
    BELONGS_TO,
    DECLARED,
    About,
    Acknowledged,
    AttachedPolicy,
    Family,
    FinalSnapshot,
    Framing,
    Members,
    Nothing,
    OneZone,
    Policy,
    PolicyHolder,
    ResourcePolicy,
    Service,
    SeveralZones,
    Standby,
    Zones,
)

__all__ = [
    "BELONGS_TO", "DECLARED", "About", "Acknowledged", "AttachedPolicy", "Family", "FinalSnapshot", "Framing",
    "Members", "Nothing", "OneZone", "Policy", "PolicyHolder", "ResourcePolicy", "Service", "SeveralZones", "Standby",
    "Zones", "about", "is_of_the_account", "known", "service_name",
]  # fmt: skip


def about(type_name: str) -> About:
    """What is known of a type; of one that is not listed, only its name and the family of its service."""
    record = known().get(type_name)
    if record is not None:
        return record
    words, service = type_name.removeprefix("AWS::").replace("::", " "), _services().get(service_name(type_name))
    return About(noun=words, family=service.family if service else Family.OTHER)


@cache
def known() -> Mapping[str, About]:
    """The record of every listed type."""
    return {type_name: record for module in _modules() for type_name, record in module.TYPES.items()}


def service_name(type_name: str) -> str:
    """The service in a type's name, `S3` of `AWS::S3::Bucket`; empty for a custom resource."""
    return type_name.split("::")[1] if type_name.count("::") == 2 else ""


def is_of_the_account(type_name: str) -> bool:
    """Whether resources of a type belong to the account, not to a Region."""
    service = _services().get(service_name(type_name))
    return service is not None and service.of_the_account


@cache
def _services() -> Mapping[str, Service]:
    return {module.SERVICE.name: module.SERVICE for module in _modules()}


def _modules() -> Iterator[ModuleType]:
    names = (info.name for info in pkgutil.iter_modules(__path__))
    return (importlib.import_module(f"{__name__}.{name}") for name in sorted(names) if not name.startswith("_"))
