"""AWS::SSM::Parameter. Not modelled: that policies expire a parameter, or tell of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry

AT_ONCE = 10
"""https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html"""

CHANGED_TOGETHER = ("Type", "Value", "Description", "AllowedPattern", "DataType", "Tier")
EMPTY = {"Description": "", "AllowedPattern": ""}
NO_POLICIES = "[{}]"
"""What takes policies away: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html"""


class Parameter(ListedProvider):
    """A value by name. Those of AWS's own, such as the newest images, can be read but belong to nobody's stack."""

    type = "AWS::SSM::Parameter"
    service = "ssm"
    tagging = tags.Tagging(
        "ResourceId",
        tag="add_tags_to_resource",
        untag="remove_tags_from_resource",
        further={"ResourceType": "Parameter"},
    )
    identifier = "Name"
    creation = "put_parameter"
    deletion = "delete_parameter"
    gone = frozenset({"ParameterNotFound", "InvalidResourceId"})
    listing = Call("describe_parameters", "Parameters")
    entry_id = "Name"
    traces = frozenset({"Tier"})
    """https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"""
    properties = (
        Property("Name", create="Name", get=entry("Name")),
        *(
            Property(name, create=name, get=entry(name), code="put_again", from_service=lambda value: value or None)
            for name in CHANGED_TOGETHER
        ),
        Property("Policies", create="Policies", get=entry("Policies"), code="put_again",
                 effect="Nothing expires, and nobody is notified."),
        Property("Tags", create="Tags", code="set_tags", get=entry("Tags"),
                 to_service=tags.as_list, from_service=tags.by_key),
    )  # fmt: skip
    examples = (
        {"Type": "String", "Value": "one"},
        {
            "Name": "/example/list",
            "Type": "StringList",
            "Value": "one,two",
            "Description": "What there is.",
            "AllowedPattern": "[a-z,]+",
            "DataType": "text",
            "Tier": "Advanced",
            "Policies": '[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2030-12-02T21:34:33.000Z"}}]',
            "Tags": {"Project": "cookbook"},
        },
        {"Type": "String", "Value": "three", "Tags": {"Project": "other", "Owner": "data"}},
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """A name is made up where none is given."""
        return {"Name": f"CFN-{target.name(longest=250)}", **given}

    def create(self, target: Target) -> str:
        """The service returns no name: the one in the call is the id."""
        made = self.creation_arguments(target, {})["Name"]
        name = str(target.properties.get("Name", made))
        given = {p.create: p.to_service(target.properties[p.name]) for p in self.properties
                 if p.create and p.name in target.properties}  # fmt: skip
        target.account.administrator("ssm").put_parameter(**{**given, "Name": name})
        return name

    def put_again(self, target: Target, old: Mapping[str, Any]) -> None:
        """Overwrite the value with everything that goes with it; policies that are not said again stay."""
        names = (*CHANGED_TOGETHER, "Policies")
        given = {name: target.properties[name] for name in names if name in target.properties}
        cleared = {**EMPTY, "Policies": NO_POLICIES} if old.get("Policies") else EMPTY
        target.account.administrator("ssm").put_parameter(
            Name=target.physical_id, Overwrite=True, **{**cleared, **given}
        )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> parameter of the account, with value and tags for the targets."""
        entries = super().entries(account, targets)
        client = account.observer("ssm")
        asked = [target.physical_id for target in targets]
        for start in range(0, len(asked), AT_ONCE):
            names = asked[start : start + AT_ONCE]
            for parameter in client.get_parameters(Names=names, WithDecryption=True)["Parameters"]:
                entries[parameter["Name"]]["Value"] = parameter["Value"]
        for name in asked:
            if name in entries:
                told = client.list_tags_for_resource(ResourceType="Parameter", ResourceId=name)
                entries[name]["Tags"] = told["TagList"]
        for target in targets:
            if told := entries.get(target.physical_id, {}).get("Policies"):
                entries[target.physical_id]["Policies"] = _as_declared(target, told)
        return entries

    def is_there(self, entry: dict[str, Any]) -> bool:
        """AWS's own parameters are nobody's."""
        return not entry["Name"].startswith("/aws/")

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html."""
        found = self.entry(target)
        return {"Type": found["Type"], "Value": found["Value"]}


def _as_declared(target: Target, told: list[dict[str, str]]) -> str:
    """The policies as one text: in the words of the template while they say the same."""
    policies, declared = [json.loads(one["PolicyText"]) for one in told], target.properties.get("Policies", "[]")
    return str(declared) if json.loads(declared) == policies else json.dumps(policies)


PROVIDER = Parameter()
