"""Arguments of calls to AWS Step Functions, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "activityArn": "arn:aws:states:us-east-1:123456789012:activity:work",
    "executionArn": "arn:aws:states:us-east-1:123456789012:execution:orders:one",
    "mapRunArn": "arn:aws:states:us-east-1:123456789012:mapRun:orders/Each:one",
    "resourceArn": "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
    "stateMachineAliasArn": "arn:aws:states:us-east-1:123456789012:stateMachine:orders:live",
    "stateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:orders",
    "stateMachineVersionArn": "arn:aws:states:us-east-1:123456789012:stateMachine:orders:1",
}
