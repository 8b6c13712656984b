"""Arguments of calls to Amazon EventBridge Scheduler, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceArn": "arn:aws:scheduler:us-east-1:123456789012:schedule-group/work",
}
