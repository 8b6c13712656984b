"""What AWS Budgets does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

NO_PERMISSIONS = Limit(
    "IAM is not asked about its calls: roles and users are refused with an error of the sandbox's own.",
    """
    trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
    role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    attempt(aws.acting_as(role).client("budgets").describe_budgets, AccountId=aws.account_id).code
    """,
)

BEHAVIOURS = (
    Behaviour(
        "A budget has a name without colons, and tells at most ten addresses and one topic.",
        SIMPLIFIED,
        "/aws-cost-management/latest/APIReference/API_budgets_Budget.html",
        """
        budget = {"BudgetName": "a:b", "BudgetType": "COST", "TimeUnit": "MONTHLY"}
        budget["BudgetLimit"] = {"Amount": "1", "Unit": "USD"}
        attempt(aws.client("budgets").create_budget, AccountId=aws.account_id, Budget=budget).code
        """,
        modules=("budget_checks",),
    ),
)

LIMITS = (
    NO_PERMISSIONS,
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

REFUSALS: Mapping[str, Refused] = {
    "AWS::Budgets::Budget": Refused(
        made="a name that is taken; names, kinds, addresses and numbers of subscribers (in our words)",
        page="/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html",
        not_made="filters, periods, topics whose policy does not let Budgets send",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
