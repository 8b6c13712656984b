"""Arguments of calls to Amazon SNS, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceArn": "arn:aws:sns:us-east-1:123456789012:news",
    "SubscriptionArn": "arn:aws:sns:us-east-1:123456789012:news:1234abcd",
    "TargetArn": "arn:aws:sns:us-east-1:123456789012:news",
}
