"""What AWS Budgets does not do here."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import Limit

LIMITS = (
    Limit(
        "Nothing is spent, so a budget is never reached and nobody is notified.",
        """
        budgets = aws.client("budgets")
        budgets.create_budget(
            AccountId=aws.account_id,
            Budget={
                "BudgetName": "b",
                "BudgetType": "COST",
                "TimeUnit": "MONTHLY",
                "BudgetLimit": {"Amount": "1", "Unit": "USD"},
            },
        )
        budgets.describe_budget(AccountId=aws.account_id, BudgetName="b")["Budget"]["CalculatedSpend"][
            "ActualSpend"
        ]
        """,
    ),
)
