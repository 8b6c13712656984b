"""Arguments of calls to Amazon CloudFront, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "Resource": "arn:aws:cloudfront::123456789012:distribution/EWORK",
}
