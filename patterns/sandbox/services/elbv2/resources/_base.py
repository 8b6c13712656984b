"""What all types of load balancing share: their tags, and for some attributes by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry

MOST_TAGGED = 20
"""How many resources one call tells the tags of.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
"""

TAGS = Property("Tags", create="Tags", get=entry("Tags"), code="set_tags")
"""The row for tags in the table of a type that has them."""

Attributes = list[dict[str, str]]


class BalancingProvider(ListedProvider):
    """A type of load balancing; its physical id is its ARN."""

    service = "elbv2"
    tagging = tags.Tagging("ResourceArns", tag="add_tags", untag="remove_tags")

    def tagged(self, target: Target) -> list[str]:
        """The one ARN."""
        return [target.physical_id]

    def identity(self, target: Target) -> dict[str, Any]:
        """The ARN."""
        return {self.identifier: target.physical_id}

    def add_tags(self, account: Account, found: dict[str, dict[str, Any]], targets: list[Target]) -> None:
        """Give the entries of the targets their tags."""
        arns = [target.physical_id for target in targets if target.physical_id in found]
        for start in range(0, len(arns), MOST_TAGGED):
            some = account.observer("elbv2").describe_tags(ResourceArns=arns[start : start + MOST_TAGGED])
            for description in some["TagDescriptions"]:
                found[description["ResourceArn"]]["Tags"] = description["Tags"]


class AttributedProvider(BalancingProvider):
    """A type with attributes by key, which calls of their own set and tell."""

    noun: ClassVar[str]
    """What the type is called in the names of those calls: `load_balancer`."""
    attributes_property: ClassVar[str]

    def default_attributes(self, properties: Mapping[str, Any]) -> Mapping[str, str]:
        """The attributes when nobody says."""
        raise NotImplementedError

    def set_attributes(self, target: Target, old: Mapping[str, Any]) -> None:
        """Set what differs; what is no longer declared goes back to its default."""
        name, defaults = self.attributes_property, self.default_attributes(target.properties)
        if asked := _changed(old.get(name), target.properties.get(name), defaults):
            modify = getattr(target.account.administrator("elbv2"), f"modify_{self.noun}_attributes")
            modify(**self.identity(target), Attributes=asked)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> entry, with tags and attributes for the targets."""
        entries = super().entries(account, targets)
        self.add_tags(account, entries, targets)
        describe = getattr(account.observer("elbv2"), f"describe_{self.noun}_attributes")
        name = self.attributes_property
        for target in targets:
            if target.physical_id in entries:
                listed = describe(**self.identity(target))["Attributes"]
                defaults = self.default_attributes(target.properties)
                entries[target.physical_id][name] = _told(listed, target.properties.get(name), defaults)
        return entries


def _changed(old: Any, new: Any, defaults: Mapping[str, str]) -> Attributes:
    """The attributes to set on the way from `old` to `new`; what is no longer declared goes back to its default."""
    before, after = tags.by_key(old), tags.by_key(new)
    back = {key: defaults[key] for key in before if key not in after and key in defaults}
    return tags.as_list(back | {key: value for key, value in after.items() if before.get(key) != value})


def _told(found: Iterable[Mapping[str, Any]], declared: Any, defaults: Mapping[str, str]) -> Attributes:
    """The attributes that are declared, or are not what they are by default, in one order."""
    asked = tags.by_key(declared)
    values = {one["Key"]: str(one["Value"]) for one in found}
    shown = {key: value for key, value in values.items() if key in asked or value != defaults.get(key, value)}
    return tags.as_list({key: shown[key] for key in [*asked, *sorted(shown)] if key in shown})
