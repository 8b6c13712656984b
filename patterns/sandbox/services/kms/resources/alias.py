"""AWS::KMS::Alias."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Provider, Target


class Alias(Provider):
    """A name for a key; pointing it at another key is a change in place."""

    type = "AWS::KMS::Alias"
    service = "kms"
    identifier = "AliasName"
    creation = "create_alias"
    deletion = "delete_alias"
    gone = frozenset({"NotFoundException"})
    properties = (
        Property("AliasName", create="AliasName"),
        Property("TargetKeyId", create="TargetKeyId", put=Call("update_alias", "TargetKeyId")),
    )
    examples = (
        {"AliasName": "alias/example", "TargetKeyId": "{key}"},
        {"AliasName": "alias/other", "TargetKeyId": "{other_key}"},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The alias's name."""
        return str(target.properties["AliasName"])

    def read(
        self, account: Account, targets: Iterable[Target], *, only_declared: bool = False
    ) -> dict[str, dict[str, Any] | None]:
        """All aliases, in one listing; a target given as ARN reads back as ARN."""
        pages = account.observer("kms").get_paginator("list_aliases").paginate()
        keys = {alias["AliasName"]: alias.get("TargetKeyId", "") for page in pages for alias in page["Aliases"]}
        return {target.physical_id: self._found(target, keys) for target in targets}

    def _found(self, target: Target, keys: dict[str, str]) -> dict[str, Any] | None:
        key_id = keys.get(target.physical_id)
        if key_id is None:
            return None
        declared = str(target.properties.get("TargetKeyId", ""))
        return {"AliasName": target.physical_id, "TargetKeyId": declared if declared.endswith(key_id) else key_id}


PROVIDER = Alias()
