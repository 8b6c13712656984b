"""Arguments of calls to Amazon CloudWatch, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceARN": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:work",
}
