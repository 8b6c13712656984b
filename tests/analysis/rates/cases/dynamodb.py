"""Bills by hand of what `rates/dynamodb.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Costs, Gaps, one

BY_HAND: Costs = {
    "table on demand": (
        one("AWS::DynamoDB::Table", BillingMode="PAY_PER_REQUEST"),
        {"writes on demand": 0.625, "reads on demand": 0.125, "storage": 0.25},
    ),
    "table with capacity": (
        one(
            "AWS::DynamoDB::Table",
            ProvisionedThroughput={"ReadCapacityUnits": 30, "WriteCapacityUnits": 20},
        ),
        {
            "writes provisioned": 20 * HOURS * 0.00065,
            "reads provisioned": 30 * HOURS * 0.00013,
            "storage": 0.25,
        },
    ),
}

UNPRICED: Gaps = {
    "table of another class, recoverable": (
        one(
            "AWS::DynamoDB::Table",
            TableClass="STANDARD_INFREQUENT_ACCESS",
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        ),
        [
            "point-in-time recovery: the price of point-in-time recovery is not confirmed",
            "table class: prices of the table class STANDARD_INFREQUENT_ACCESS are not confirmed",
        ],
    ),
}
