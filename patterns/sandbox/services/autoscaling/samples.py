"""Arguments of calls to Amazon EC2 Auto Scaling, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ServiceLinkedRoleARN": "arn:aws:iam::123456789012:role/app",
}
