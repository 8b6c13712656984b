"""The calls of AWS Budgets that moto does not have: changing a budget, and telling who is subscribed.

Not modelled: what has been spent, so that no notification is ever sent.
"""

from __future__ import annotations

import json
from typing import Any


def apply() -> None:
    """Add them."""
    from moto.budgets.responses import BudgetsResponse

    BudgetsResponse.update_budget = _update_budget
    BudgetsResponse.describe_subscribers_for_notification = _describe_subscribers


def _budget(response: Any, name: str) -> Any:
    response.backend.describe_budget(response._get_param("AccountId"), name)  # raises where there is none
    return response.backend.budgets[response._get_param("AccountId")][name]


def _update_budget(self: Any) -> str:
    """Replace a budget; its notifications stay."""
    from moto.core.utils import unix_time

    asked = self._get_param("NewBudget")
    budget = _budget(self, asked["BudgetName"])
    period = budget.budget["TimePeriod"]
    budget.budget = {"TimePeriod": period, **asked, "LastUpdatedTime": unix_time()}
    return json.dumps({})


def _describe_subscribers(self: Any) -> str:
    asked = self._get_param("Notification")
    budget = _budget(self, self._get_param("BudgetName"))
    subscribers = [
        who
        for notification in budget.notifications
        if _same(notification.details, asked)
        for who in notification.subscribers
    ]
    return json.dumps({"Subscribers": subscribers})


def _same(entry: dict[str, Any], other: dict[str, Any]) -> bool:
    names = ("NotificationType", "ComparisonOperator", "Threshold")
    return all(entry.get(name) == other.get(name) for name in names)
