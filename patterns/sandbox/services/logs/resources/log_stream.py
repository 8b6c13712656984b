"""AWS::Logs::LogStream. Not here: what is written to it, which calls and other services do."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry, listed


class LogStream(ListedProvider):
    """The lines of one source in a log group; group and name together are its id."""

    type = "AWS::Logs::LogStream"
    service = "logs"
    deletion = "delete_log_stream"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("describe_log_streams", "logStreams")
    properties = (
        Property("LogGroupName", create="logGroupName", get=entry("logGroupName")),
        Property("LogStreamName", create="logStreamName", get=entry("logStreamName")),
    )
    examples = (
        {"LogGroupName": "{log_group}"},
        {"LogGroupName": "{log_group}", "LogStreamName": "example/one"},
    )

    def create(self, target: Target) -> str:
        """The service returns nothing: the names in the call are the id."""
        group = target.properties["LogGroupName"]
        name = target.properties.get("LogStreamName") or target.name(longest=512)
        target.account.administrator("logs").create_log_stream(logGroupName=group, logStreamName=name)
        return f"{group}|{name}"

    def identity(self, target: Target) -> dict[str, Any]:
        """Group and name."""
        group, name = target.physical_id.split("|", 1)
        return {"logGroupName": group, "logStreamName": name}

    def ref(self, target: Target) -> str:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-logstream.html."""
        return target.physical_id.split("|", 1)[1]

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Group and name -> stream, of the groups of the targets; without targets, of all groups."""
        there = {one["logGroupName"] for one in listed(account, "logs", Call("describe_log_groups", "logGroups"))}
        wanted = {self.identity(target)["logGroupName"] for target in targets}
        entries = {}
        for group in sorted(there & wanted if targets else there):
            for stream in listed(account, "logs", Call(*self._listing_of(group))):
                entries[f"{group}|{stream['logStreamName']}"] = {**stream, "logGroupName": group}
        return entries

    def _listing_of(self, group: str) -> tuple[str, str, dict[str, str]]:
        return self.listing.operation, self.listing.path, {"logGroupName": group}


PROVIDER = LogStream()
