"""What has an id, an entity tag and a configuration in CloudFront: made, read, changed and deleted alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Target
from patterns.sandbox.provider.listed import ListedProvider
from patterns.sandbox.services.cloudfront.shapes import from_service, to_service


class Configured(ListedProvider):
    """A type whose one property is its configuration."""

    service = "cloudfront"
    noun: ClassVar[str]
    """The name by which boto3's methods call it: `origin_access_control`."""
    of: ClassVar[str]
    """The name by which answers call it: `OriginAccessControl`."""
    listing: ClassVar[Call]

    @property
    def config(self) -> str:
        """The name of its configuration, in calls as in templates."""
        return f"{self.of}Config"

    def create(self, target: Target) -> str:
        """Create it with its configuration."""
        client = target.account.administrator("cloudfront")
        made = getattr(client, f"create_{self.noun}")(**{self.config: self.asked(target)})
        return str(made[self.of]["Id"])

    def complete(self, target: Target) -> None:
        """Nothing is left to set."""

    def asked(self, target: Target) -> dict[str, Any]:
        """The configuration as the service takes it."""
        found: dict[str, Any] = to_service(target.properties[self.config])
        return found

    def configure(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change it as a whole."""
        client = target.account.administrator("cloudfront")
        named = {"Id": target.physical_id, "IfMatch": self.tag(target)}
        getattr(client, f"update_{self.noun}")(**named, **{self.config: self.asked(target)})

    def delete(self, target: Target) -> None:
        """Delete it, if it is there."""
        if self.entry(target):
            client = target.account.administrator("cloudfront")
            getattr(client, f"delete_{self.noun}")(Id=target.physical_id, IfMatch=self.tag(target))

    def tag(self, target: Target) -> str:
        """The entity tag of what is there now, which every change has to name."""
        client = target.account.observer("cloudfront")
        return str(getattr(client, f"get_{self.noun}")(Id=target.physical_id)["ETag"])

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> configuration and what else is told, of all there are."""
        client = account.observer("cloudfront")
        listed = getattr(client, self.listing.operation)()[self.listing.path].get("Items") or ()
        entries = {}
        for name in (self.listed_id(one) for one in listed):
            told = getattr(client, f"get_{self.noun}")(Id=name)[self.of]
            entries[name] = {**told, self.config: from_service(told[self.config])}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The ids of all there are."""
        return set(self.entries(account, []))

    def listed_id(self, entry: Mapping[str, Any]) -> str:
        """The id of one of a list."""
        return str(entry["Id"])

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id."""
        return {"Id": target.physical_id}
