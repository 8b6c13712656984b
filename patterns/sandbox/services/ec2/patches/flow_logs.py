"""What moto's EC2 loses of a flow log: how its files in S3 are laid out."""

from __future__ import annotations

from typing import Any

ARN_PARTS = 6
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"""


def apply() -> None:
    """Keep and report `DestinationOptions`; refuse a destination that is no ARN."""
    from moto.ec2.exceptions import InvalidParameterValue
    from moto.ec2.models.flow_logs import FlowLogs as FlowLog
    from moto.ec2.responses.flow_logs import FlowLogs

    create = FlowLogs.create_flow_logs

    def create_flow_logs(self: Any) -> Any:
        destination = self.params.get("LogDestination")
        if destination and len(destination.split(":")) < ARN_PARTS:
            raise InvalidParameterValue(f"LogDestination {destination!r} is not an ARN")
        answer = create(self)
        for made in answer.result["FlowLogIds"]:
            self.ec2_backend.flow_logs[made].destination_options = self.params.get("DestinationOptions")
        return answer

    FlowLog.destination_options = None
    FlowLogs.create_flow_logs = create_flow_logs
