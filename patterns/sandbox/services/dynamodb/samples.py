"""Arguments of calls to Amazon DynamoDB, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SAMPLES: Mapping[str, str] = {
    "BackupArn": "arn:aws:dynamodb:us-east-1:123456789012:table/orders/backup/01",
    "ResourceArn": "arn:aws:dynamodb:us-east-1:123456789012:table/orders",
    "Statement": 'SELECT * FROM "orders"',
}

CALLS: Mapping[str, Mapping[str, Any]] = {
    "TransactWriteItems": {
        "TransactItems": [
            {"Put": {"TableName": "orders", "Item": {"id": {"S": "1"}}}},
            {"ConditionCheck": {"TableName": "others", "Key": {"id": {"S": "1"}}, "ConditionExpression": "a = b"}},
        ]
    },
}
"""What says nothing when only what it must have is given."""
