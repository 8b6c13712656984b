"""How ECS writes what CloudFormation writes: the same names beginning small, but for those of labels and options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from patterns.sandbox.provider.tags import Tagging

SPECIAL = {
    "EFSVolumeConfiguration": "efsVolumeConfiguration",
    "FSxWindowsFileServerVolumeConfiguration": "fsxWindowsFileServerVolumeConfiguration",
    "FilesystemId": "fileSystemId",
    "IAM": "iam",
    "ProxyConfigurationProperties": "properties",
}
BACK = {service: ours for ours, service in SPECIAL.items()}
OF_ONES_OWN = frozenset({"DockerLabels", "Options", "DriverOpts", "Labels"})
"""Maps whose keys are the template's own."""


def camel(value: Any) -> Any:
    """A value as the service takes it."""
    return _renamed(value, lambda name: SPECIAL.get(name, name[:1].lower() + name[1:]))


def pascal(value: Any) -> Any:
    """A value of the service's as CloudFormation writes it."""
    return _renamed(value, lambda name: BACK.get(name, name[:1].upper() + name[1:]))


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(value, Mapping):
        own = {name[:1].upper() + name[1:] for name in value} & OF_ONES_OWN
        return {
            rename(name): member if name[:1].upper() + name[1:] in own else _renamed(member, rename)
            for name, member in value.items()
        }
    return [_renamed(member, rename) for member in value] if isinstance(value, list | tuple) else value


def _listed(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in tags.items()]


TAGGING = Tagging("resourceArn", tags="tags", keys="tagKeys", shape=_listed)
"""The calls by which everything in ECS is tagged."""
