"""Arguments of calls to Amazon RDS, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceName": "arn:aws:rds:us-east-1:123456789012:db:work",
}
