"""What AWS Budgets refuses of a budget.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Budget.html
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_NotificationWithSubscribers.html
https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Subscriber.html
In which words Budgets refuses them no page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal

INVALID = "InvalidParameterException"
NAME = re.compile(r"(?!.*/action/)[^:\\]{1,100}", re.IGNORECASE)
MAIL = re.compile(r"[^@\s]+@[^@\s]+")
TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+")
MOST_MAILS, MOST_TOPICS = 10, 1
"""Of one notification."""
MOST_NOTIFICATIONS = 10
KINDS: Mapping[str, tuple[str, ...]] = {
    "BudgetType": (
        "USAGE", "COST", "RI_UTILIZATION", "RI_COVERAGE", "SAVINGS_PLANS_UTILIZATION", "SAVINGS_PLANS_COVERAGE",
    ),
    "TimeUnit": ("DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"),
}  # fmt: skip
NOTIFICATION: Mapping[str, tuple[str, ...]] = {
    "NotificationType": ("ACTUAL", "FORECASTED"),
    "ComparisonOperator": ("GREATER_THAN", "LESS_THAN", "EQUAL_TO"),
    "ThresholdType": ("PERCENTAGE", "ABSOLUTE_VALUE"),
}


AMOUNTS = ("BudgetLimit", "PlannedBudgetLimits", "AutoAdjustData")
NO_AMOUNT = (
    "Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget Limit/ Auto "
    "Adjust Data"
)


def name(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the name of a budget."""
    given = asked["Budget"].get("BudgetName")
    if given is not None and not NAME.fullmatch(given):
        yield INVALID, f"The budget name {given} must be 1 to 100 characters without ':' and '\\'."


def choices(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is none of the values that a setting has: API_budgets_Budget.html and API_budgets_Notification.html."""
    for name, allowed in KINDS.items():
        yield from _chosen("budget", name, asked["Budget"].get(name), allowed)
    told = asked.get("NotificationsWithSubscribers") or ()
    if len(told) > MOST_NOTIFICATIONS:
        yield "CreationLimitExceededException", f"A budget has at most {MOST_NOTIFICATIONS} notifications."
    for one in told:
        for name, allowed in NOTIFICATION.items():
            yield from _chosen("notification", name, one["Notification"].get(name), allowed)
        if float(one["Notification"]["Threshold"]) < 0:
            yield INVALID, "The threshold of a notification must not be negative."
        if not one.get("Subscribers"):
            yield INVALID, "A notification needs one subscriber at least."


def amount(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A budget of money or usage says how much, or how AWS finds out."""
    budget = asked["Budget"]
    if budget.get("BudgetType") in ("COST", "USAGE") and all(budget.get(name) is None for name in AMOUNTS):
        yield INVALID, NO_AMOUNT


def _chosen(where: str, name: str, value: Any, allowed: tuple[str, ...]) -> Iterator[Refusal]:
    if value is not None and value not in allowed:
        place = f"{where}.{name[0].lower()}{name[1:]}"
        told = f"Member must satisfy enum value set: [{', '.join(allowed)}]"
        yield (
            INVALID,
            f"1 validation error detected: Value '{value}' at '{place}' failed to satisfy constraint: {told}",
        )


def subscribers(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """Who is told: up to ten addresses and one topic."""
    for one in asked.get("NotificationsWithSubscribers") or ():
        yield from _wrong([(who["SubscriptionType"], who["Address"]) for who in one.get("Subscribers") or ()])


def _wrong(told: list[tuple[str, str]]) -> Iterator[Refusal]:
    for kind, address in told:
        pattern = MAIL if kind == "EMAIL" else TOPIC
        if not pattern.fullmatch(address):
            yield INVALID, f"The address {address} is not valid for a subscriber of type {kind}."
    for kind, most in (("EMAIL", MOST_MAILS), ("SNS", MOST_TOPICS)):
        if sum(one == kind for one, _ in told) > most:
            yield "CreationLimitExceededException", f"A notification has at most {most} subscribers of type {kind}."


TYPES: Mapping[str, tuple[Question, ...]] = {"AWS::Budgets::Budget": (name, choices, amount, subscribers)}
