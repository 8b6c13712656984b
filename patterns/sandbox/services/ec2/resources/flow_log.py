"""AWS::EC2::FlowLog. Not modelled: that traffic is written down, delivery to other accounts."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, HandlerError, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.ec2.resources._base import TAGS, Ec2Provider

KINDS = {"vpc": "VPC", "subnet": "Subnet", "eni": "NetworkInterface"}
"""What an id begins with -> the resource type, which EC2 does not report."""


class FlowLog(Ec2Provider):
    """A record of the traffic of a network, a subnet or an interface."""

    type = "AWS::EC2::FlowLog"
    resource_type = "vpc-flow-log"
    creation = "create_flow_logs"
    deletion = "delete_flow_logs"
    gone = frozenset({"InvalidFlowLogId.NotFound"})
    listing = Call("describe_flow_logs", "FlowLogs")
    entry_id = "FlowLogId"
    properties = (
        Property("ResourceId", create="ResourceIds", get=entry("ResourceId"), to_service=lambda one: [one]),
        *(
            Property(name, create=name, get=entry(name))
            for name in (
                "ResourceType", "TrafficType", "LogDestinationType", "LogDestination", "LogGroupName",
                "DeliverLogsPermissionArn", "LogFormat", "MaxAggregationInterval",
            )
        ),
        Property("DestinationOptions", create="DestinationOptions", get=entry("DestinationOptions"),
                 effect="No file is written."),
        TAGS,
    )  # fmt: skip
    examples = (
        {
            "ResourceId": "{vpc}", "ResourceType": "VPC", "TrafficType": "ALL",
            "LogGroupName": "{log_group}", "DeliverLogsPermissionArn": "{role.Arn}", "MaxAggregationInterval": 60,
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
        {
            "ResourceId": "{subnet}", "ResourceType": "Subnet", "TrafficType": "REJECT",
            "LogDestinationType": "s3", "LogDestination": "{bucket.Arn}",
            "LogFormat": "${version} ${srcaddr} ${dstaddr} ${action}",
        },
        {
            "ResourceId": "{subnet}", "ResourceType": "Subnet", "TrafficType": "REJECT",
            "LogDestinationType": "s3", "LogDestination": "{bucket.Arn}",
            "LogFormat": "${version} ${srcaddr} ${dstaddr} ${action}",
            "DestinationOptions": {
                "FileFormat": "parquet", "HiveCompatiblePartitions": True, "PerHourPartition": False,
            },
            "Tags": [{"Key": "Name", "Value": "example"}],
        },
    )  # fmt: skip

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The log's id; EC2 answers a refusal with a list of what did not succeed."""
        for refused in response.get("Unsuccessful", ()):
            raise HandlerError(refused["Error"]["Code"], refused["Error"]["Message"])
        return str(response["FlowLogIds"][0])

    def identity(self, target: Target) -> dict[str, Any]:
        """The log, as the calls name it: in a list."""
        return {"FlowLogIds": [target.physical_id]}

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Id -> flow log, with the type of its resource."""
        entries = super().entries(account, targets)
        for one in entries.values():
            one["ResourceType"] = KINDS.get(one["ResourceId"].partition("-")[0], "")
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """The log's id."""
        return {"Id": target.physical_id}


PROVIDER = FlowLog()
