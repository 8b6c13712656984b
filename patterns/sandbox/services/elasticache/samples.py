"""Arguments of calls to Amazon ElastiCache, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceName": "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:work",
}
