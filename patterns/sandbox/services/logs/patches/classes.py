"""What moto's CloudWatch Logs forgets: the class of a log group."""

from __future__ import annotations

from typing import Any

CLASSES = ("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")
"""The first is the default: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"""


def apply() -> None:
    """Keep and report the class of a log group."""
    from moto.logs.models import LogGroup
    from moto.logs.responses import LogsResponse

    create, told = LogsResponse.create_log_group, LogGroup.to_describe_dict

    def create_log_group(self: Any) -> str:
        answer: str = create(self)
        group = self.logs_backend.groups[self._get_param("logGroupName")]
        group.log_group_class = self._get_param("logGroupClass") or CLASSES[0]
        return answer

    def to_describe_dict(self: Any) -> dict[str, Any]:
        return {**told(self), "logGroupClass": getattr(self, "log_group_class", CLASSES[0])}

    LogsResponse.create_log_group = create_log_group
    LogGroup.to_describe_dict = to_describe_dict
