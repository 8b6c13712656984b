"""AWS Budgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from patterns.knowledge import About, Family, Nothing, Service
from patterns.template.properties import at

SERVICE = Service("Budgets", Family.INTEGRATION, of_the_account=True)


def _limit(properties: Mapping[str, Any]) -> Iterator[str]:
    if (amount := at(properties, "Budget", "BudgetLimit", "Amount")) is not None:
        yield f"{amount} {at(properties, 'Budget', 'BudgetLimit', 'Unit')}"


TYPES: Mapping[str, About] = {
    "AWS::Budgets::Budget": About(
        noun="budget",
        family=Family.INTEGRATION,
        references={"NotificationsWithSubscribers.*": "tells"},
        facts=(_limit,),
        lost=Nothing("what was spent stays in the billing data"),
        free="https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/",
    ),
}
