"""AWS::Budgets::Budget. Not modelled: spending, so that no notification is sent; tags, filters by expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.numbers import number

TOLD = frozenset({
    "BudgetName", "BudgetType", "TimeUnit", "BudgetLimit", "PlannedBudgetLimits", "CostFilters", "CostTypes",
})  # fmt: skip
"""What of a budget a template can say, and the service tells as it was said."""

NOTIFICATION = frozenset({"NotificationType", "ComparisonOperator", "Threshold", "ThresholdType"})


def limited(budget: Mapping[str, Any]) -> dict[str, Any]:
    """A budget in the service's shape: its amounts are texts."""
    found = dict(budget)
    if "BudgetLimit" in budget:
        found["BudgetLimit"] = _texts(budget["BudgetLimit"])
    return found


def from_service(described: Mapping[str, Any]) -> dict[str, Any]:
    """A budget in CloudFormation's shape: its amounts are numbers."""
    known = {name: value for name, value in described.items() if name in TOLD}
    if limit := known.get("BudgetLimit"):
        known["BudgetLimit"] = {"Amount": number(limit["Amount"]), "Unit": limit["Unit"]}
    return known


def _texts(amount: Mapping[str, Any]) -> dict[str, str]:
    return {"Amount": f"{float(amount['Amount']):g}", "Unit": amount["Unit"]}


class Budget(ListedProvider):
    """What an account means to spend, and who is told when it comes near; its physical id is its name."""

    type = "AWS::Budgets::Budget"
    service = "budgets"
    identifier = "BudgetName"
    creation = "create_budget"
    deletion = "delete_budget"
    gone = frozenset({"NotFoundException"})
    listing = Call("describe_budgets", "Budgets")
    entry_id = "BudgetName"
    properties = (
        Property("Budget", create="Budget", get=entry(""), code="set_budget", from_service=from_service,
                 effect="Nothing is spent, so it is never reached."),
        Property("NotificationsWithSubscribers", create="NotificationsWithSubscribers", get=entry("Told")),
    )  # fmt: skip
    examples = (
        {
            "Budget": {
                "BudgetName": "example-month", "BudgetType": "COST", "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": 50, "Unit": "USD"},
            }
        },
        {
            "Budget": {
                "BudgetName": "example-quarter", "BudgetType": "COST", "TimeUnit": "QUARTERLY",
                "BudgetLimit": {"Amount": 120.5, "Unit": "USD"}, "CostFilters": {"Service": ["Amazon EC2"]},
            }
        },
        {
            "Budget": {"BudgetType": "USAGE", "TimeUnit": "DAILY", "BudgetLimit": {"Amount": 24, "Unit": "Hrs"}},
            "NotificationsWithSubscribers": [
                {
                    "Notification": {
                        "NotificationType": "FORECASTED", "ComparisonOperator": "GREATER_THAN", "Threshold": 80,
                        "ThresholdType": "PERCENTAGE",
                    },
                    "Subscribers": [
                        {"SubscriptionType": "EMAIL", "Address": "team@example.com"},
                        {"SubscriptionType": "SNS", "Address": "{topic}"},
                    ],
                }
            ],
        },
    )  # fmt: skip

    def create(self, target: Target) -> str:
        """Make the budget, under a name that is made up where none is given; the response does not tell it."""
        name = str(target.properties["Budget"].get("BudgetName") or target.name(longest=100))
        budget = {**limited(target.properties["Budget"]), "BudgetName": name}
        told = target.properties.get("NotificationsWithSubscribers", [])
        target.account.administrator("budgets").create_budget(
            AccountId=target.account.account_id, Budget=budget, NotificationsWithSubscribers=told
        )
        return name

    def identity(self, target: Target) -> dict[str, Any]:
        """A budget is known by its account and its name."""
        return {"AccountId": target.account.account_id, "BudgetName": target.physical_id}

    def set_budget(self, target: Target, old: Mapping[str, Any]) -> None:
        """Replace what is budgeted, under the same name."""
        wanted = {**limited(target.properties["Budget"]), "BudgetName": target.physical_id}
        client = target.account.administrator("budgets")
        client.update_budget(AccountId=target.account.account_id, NewBudget=wanted)

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """Name -> budget, with its notifications for the targets."""
        client, owner = account.observer("budgets"), {"AccountId": account.account_id}
        entries = {one["BudgetName"]: one for one in client.describe_budgets(**owner)["Budgets"]}
        for target in targets:
            if target.physical_id in entries:
                budget = {**owner, "BudgetName": target.physical_id}
                told = client.describe_notifications_for_budget(**budget)["Notifications"]
                entries[target.physical_id]["Told"] = [_with_subscribers(client, budget, one) for one in told]
        return entries

    def attributes(self, target: Target) -> dict[str, Any]:
        """The budget's name."""
        return {"Id": target.physical_id}


def _with_subscribers(client: Any, budget: dict[str, Any], notification: dict[str, Any]) -> dict[str, Any]:
    subscribers = client.describe_subscribers_for_notification(**budget, Notification=notification)["Subscribers"]
    return {
        "Notification": {name: value for name, value in notification.items() if name in NOTIFICATION},
        "Subscribers": subscribers,
    }


PROVIDER = Budget()
