"""AWS::Logs::SubscriptionFilter. Not modelled: filters on transformed logs, by field or with system fields."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.logs.resources._filters import Filter


class SubscriptionFilter(Filter):
    """Who gets matching log lines."""

    type = "AWS::Logs::SubscriptionFilter"
    creation = "put_subscription_filter"
    deletion = "delete_subscription_filter"
    listing = Call("describe_subscription_filters", "subscriptionFilters")
    properties = (
        Property("LogGroupName", create="logGroupName", get=entry("logGroupName")),
        Property("FilterName", create="filterName", get=entry("filterName")),
        Property("FilterPattern", create="filterPattern", get=entry("filterPattern"), code="put_again"),
        Property("DestinationArn", create="destinationArn", get=entry("destinationArn"), code="put_again"),
        Property("RoleArn", create="roleArn", get=entry("roleArn"), code="put_again"),
        Property("Distribution", create="distribution", default="ByLogStream", get=entry("distribution"),
                 code="put_again"),
    )  # fmt: skip
    examples = (
        {"LogGroupName": "{log_group}", "FilterPattern": "", "DestinationArn": "{log_function.Arn}"},
        {
            "LogGroupName": "{log_group}",
            "FilterName": "example",
            "FilterPattern": "ERROR",
            "DestinationArn": "{stream_of_records.Arn}",
            "RoleArn": "{role.Arn}",
            "Distribution": "Random",
        },
        {"LogGroupName": "{log_group}", "FilterPattern": "WARN", "DestinationArn": "{other_log_function.Arn}"},
    )

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Group and name -> filter, of all groups, each of which is asked."""
        client = account.observer("logs")
        groups = client.get_paginator("describe_log_groups").paginate()
        pages = [
            page
            for groups_page in groups
            for group in groups_page["logGroups"]
            for page in client.get_paginator("describe_subscription_filters").paginate(
                logGroupName=group["logGroupName"]
            )
        ]
        ones = [subscription_filter for page in pages for subscription_filter in page["subscriptionFilters"]]
        return {f"{one['logGroupName']}|{one['filterName']}": one for one in ones}


PROVIDER = SubscriptionFilter()
