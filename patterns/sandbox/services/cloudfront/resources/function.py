"""AWS::CloudFront::Function. Not modelled: its running; stores of keys and values; tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry

CODE = "function handler(event) { return event.request; }"


class Function(ListedProvider):
    """A few lines at the edge; its name is its identity, and its ARN what `Ref` gives."""

    type = "AWS::CloudFront::Function"
    service = "cloudfront"
    identifier = "Name"
    names_itself = True
    listing = Call("list_functions", "FunctionList")
    properties = (
        Property("Name", get=entry("Name")),
        Property("FunctionCode", code="change", get=entry("Code"), effect="No request is made, so it does not run."),
        Property("FunctionConfig", code="change", get=entry("FunctionConfig")),
        Property("AutoPublish", code="change", default=False, get=entry("AutoPublish")),
    )
    examples = (
        {"Name": "example", "FunctionCode": CODE, "FunctionConfig": {"Comment": "", "Runtime": "cloudfront-js-2.0"}},
        {
            "Name": "example",
            "FunctionCode": f"// Passes on.\n{CODE}",
            "FunctionConfig": {"Comment": "Passes requests on.", "Runtime": "cloudfront-js-1.0"},
            "AutoPublish": True,
        },
        {
            "Name": "other",
            "FunctionCode": CODE,
            "FunctionConfig": {"Comment": "Other.", "Runtime": "cloudfront-js-2.0"},
        },
    )

    def create(self, target: Target) -> str:
        """Create it; it is published afterwards."""
        own = target.properties
        made = target.account.administrator("cloudfront").create_function(
            Name=own["Name"], FunctionConfig=own["FunctionConfig"], FunctionCode=own["FunctionCode"].encode()
        )
        return str(made["FunctionSummary"]["FunctionMetadata"]["FunctionARN"])

    def complete(self, target: Target) -> None:
        """Publish it where that is wished."""
        self._publish(target)

    def change(self, target: Target, old: Mapping[str, Any]) -> None:
        """Change code and configuration together, and publish them where that is wished."""
        own, client = target.properties, target.account.administrator("cloudfront")
        client.update_function(
            **self.identity(target), IfMatch=self._tag(target), FunctionConfig=own["FunctionConfig"],
            FunctionCode=own["FunctionCode"].encode(),
        )  # fmt: skip
        self._publish(target)

    def _publish(self, target: Target) -> None:
        if target.properties.get("AutoPublish"):
            client = target.account.administrator("cloudfront")
            client.publish_function(**self.identity(target), IfMatch=self._tag(target))

    def _tag(self, target: Target) -> str:
        answer = target.account.observer("cloudfront").describe_function(**self.identity(target))
        return str(answer["ETag"])

    def identity(self, target: Target) -> dict[str, Any]:
        """Its name."""
        return {"Name": target.physical_id.rpartition("/")[2]}

    def delete(self, target: Target) -> None:
        """Delete it, if it is there."""
        if self.entry(target):
            client = target.account.administrator("cloudfront")
            client.delete_function(**self.identity(target), IfMatch=self._tag(target))

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> function with its code."""
        client, entries = account.observer("cloudfront"), {}
        for one in client.list_functions()["FunctionList"].get("Items") or ():
            code = client.get_function(Name=one["Name"])["FunctionCode"]
            text = (code if isinstance(code, bytes) else code.read()).decode()
            is_live = one["FunctionMetadata"]["Stage"] == "LIVE"
            entries[str(one["FunctionMetadata"]["FunctionARN"])] = {**one, "Code": text, "AutoPublish": is_live}
        return entries

    def existing(self, account: Account) -> set[str]:
        """The ARNs of all functions."""
        return set(self.entries(account, []))

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its ARN and stage."""
        stage = self.entry(target)["FunctionMetadata"]["Stage"]
        return {"FunctionARN": target.physical_id, "Stage": stage}


PROVIDER = Function()
