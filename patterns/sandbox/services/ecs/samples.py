"""Arguments of calls to Amazon Elastic Container Service, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "resourceArn": "arn:aws:ecs:us-east-1:123456789012:cluster/work",
}
