"""Bills by hand of what `rates/dynamodb.py` has rules for."""

from __future__ import annotations

from tests.analysis.rates.billed import HOURS, Billed, Costs, Gaps, one

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

INDEX = {"ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 10}}
BY_HAND |= {
    "table with capacity, and two indexes": (
        one(
            "AWS::DynamoDB::Table",
            ProvisionedThroughput={"ReadCapacityUnits": 30, "WriteCapacityUnits": 20},
            GlobalSecondaryIndexes=[INDEX, INDEX],
            LocalSecondaryIndexes=[{}],
        ),
        {
            "writes provisioned": 20 * HOURS * 0.00065,
            "reads provisioned": 30 * HOURS * 0.00013,
            "writes provisioned, indexes": 2 * 10 * HOURS * 0.00065,
            "reads provisioned, indexes": 2 * 5 * HOURS * 0.00013,
            "storage": 0.25,
        },
    ),
    "table on demand with an index of each kind": (
        one(
            "AWS::DynamoDB::Table",
            BillingMode="PAY_PER_REQUEST",
            GlobalSecondaryIndexes=[{}],
            LocalSecondaryIndexes=[{}],
        ),
        {"writes on demand": 0.625, "writes on demand, indexes": 2 * 0.625, "reads on demand": 0.125, "storage": 0.25},
    ),
}

UNPRICED: Gaps = {
    "table that tells Kinesis and its contributors": (
        one(
            "AWS::DynamoDB::Table",
            KinesisStreamSpecification={"StreamArn": "arn"},
            ContributorInsightsSpecification={"Enabled": True},
        ),
        ["extras: the price of change data capture for Kinesis, contributor insights is not confirmed"],
    ),
    "table whose contributors are not counted": (
        one("AWS::DynamoDB::Table", ContributorInsightsSpecification={"Enabled": False}),
        [],
    ),
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

BILLED: Billed = {
    "AWS::DynamoDB::Table": {
        "on-demand writes": "writes on demand",
        "on-demand reads": "reads on demand",
        "writes of indexes": "writes on demand, indexes",
        "provisioned writes": "writes provisioned",
        "provisioned reads": "reads provisioned",
        "capacity of indexes": "provisioned, indexes",
        "storage": "storage",
        "continuous backups": "point-in-time",
        "on-demand backups, exports": "backups on request",
        "streams": "stream",
        "table class": "table class",
        "change data capture, insights, import, warm throughput": "extras",
    },
}
