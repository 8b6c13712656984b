"""A budget changes in place, for as long as it keeps its name."""

import pytest

from patterns import Sandbox


@pytest.fixture
def aws():
    with Sandbox() as account:
        yield account


def budget(amount):
    limit = {"Amount": amount, "Unit": "USD"}
    asked = {"BudgetName": "month", "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": limit}
    return {"Resources": {"Month": {"Type": "AWS::Budgets::Budget", "Properties": {"Budget": asked}}}}


def test_its_limit_changes_in_place(aws):
    stack = aws.deploy(budget(50))

    stack.update(budget(80))

    told = aws.client("budgets").describe_budget(AccountId=aws.account_id, BudgetName="month")["Budget"]
    assert float(told["BudgetLimit"]["Amount"]) == 80
    assert (stack["Month"].physical_id, stack.drift()) == ("month", {})
