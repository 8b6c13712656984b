"""Arguments of calls to Amazon EventBridge, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "EventBusName": "default",
    "ResourceARN": "arn:aws:events:us-east-1:123456789012:rule/work",
}
