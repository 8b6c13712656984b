"""AWS::ApiGatewayV2::VpcLink. Its interfaces are not made: what it leads to is asked without a network between."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.apigatewayv2.resources._base import TAGGING, Changing, arn, setting


class VpcLink(Changing):
    """A way from HTTP APIs into subnets."""

    type = "AWS::ApiGatewayV2::VpcLink"
    identifier = "VpcLinkId"
    creation = "create_vpc_link"
    deletion = "delete_vpc_link"
    change_operation = "update_vpc_link"
    listing = Call("get_vpc_links", "Items")
    entry_id = "VpcLinkId"
    tagging = TAGGING
    properties = (
        setting("Name"),
        Property("SubnetIds", create="SubnetIds", get=entry("SubnetIds")),
        Property("SecurityGroupIds", create="SecurityGroupIds", get=entry("SecurityGroupIds"),
                 effect="No packet passes through them."),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"Name": "inside", "SubnetIds": ["{subnet}"]},
        {
            "Name": "inside",
            "SubnetIds": ["{subnet}", "{other_subnet}"],
            "SecurityGroupIds": ["{group}"],
            "Tags": {"Project": "cookbook"},
        },
        {"Name": "renamed", "SubnetIds": ["{subnet}"], "Tags": {"Project": "other", "Owner": "data"}},
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The id that the service gave."""
        return str(response["VpcLinkId"])

    def tagged(self, target: Target) -> str:
        """The link's ARN."""
        return arn(target.account, f"vpclinks/{target.physical_id}")

    def attributes(self, target: Target) -> dict[str, Any]:
        """Its id alone."""
        return {"VpcLinkId": target.physical_id}


PROVIDER = VpcLink()
