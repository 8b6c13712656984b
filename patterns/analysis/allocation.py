"""A template's bill shared out by a tag: who pays for which part, and what nobody is named for.

Not here: the prices (`patterns.analysis.cost`). Not modelled: what Auto Scaling groups and launch templates hand on to
the instances they start, and costs that AWS splits by usage.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.analysis.cost import Item, Usage, cost
from patterns.template.errors import UnknownTypeError
from patterns.template.properties import at, entries
from patterns.template.resolve import REGION, Resolved, Resource, resolve
from patterns.template.schema import schema

INSTANCE = "AWS::EC2::Instance"


@dataclass(frozen=True)
class Share:
    """What the resources with one value of the tag come to in a month; `value` is None for those without it."""

    value: str | None
    monthly_usd: float
    resources: tuple[str, ...]


def shares(
    source: Any,
    key: str,
    usage: Usage | Mapping[str, Any] | None = None,
    *,
    parameters: Mapping[str, Any] | None = None,
) -> tuple[Share, ...]:
    """The monthly estimate of a template by the value of tag `key`, the largest first, what has no value last.

    A volume carries the tags of its instance only where `PropagateTagsToVolumeOnCreation` says so.
    Raises what `cost` raises. https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cost-alloc-tags.html
    """
    resolved = source if isinstance(source, Resolved) else resolve(source, parameters=parameters, region=REGION)
    found: dict[str | None, list[Item]] = {}
    for item in cost(resolved, usage).items:
        found.setdefault(_value(resolved.resources[item.resource], item, key), []).append(item)
    made = (_share(value, items) for value, items in found.items())
    return tuple(sorted(made, key=lambda share: (share.value is None, -share.monthly_usd, share.value or "")))


def tags(resource: Resource) -> dict[str, Any]:
    """The tags that a template gives a resource, by key; empty for a type without."""
    try:
        name = schema(resource.type).tags
    except UnknownTypeError:
        name = None
    written = at(resource.properties, *name.split(".")) if name else None
    if isinstance(written, Mapping):
        return dict(written)
    return {str(at(tag, "Key")): at(tag, "Value") for tag in entries(written)}


def _value(resource: Resource, item: Item, key: str) -> str | None:
    is_volume = resource.type == INSTANCE and item.price.startswith("ebs.")
    if is_volume and at(resource.properties, "PropagateTagsToVolumeOnCreation") is not True:
        return None
    value = tags(resource).get(key)
    return None if value is None else str(value)


def _share(value: str | None, items: list[Item]) -> Share:
    resources = tuple(dict.fromkeys(item.resource for item in items))
    return Share(value, math.fsum(item.monthly_usd for item in items), resources)
