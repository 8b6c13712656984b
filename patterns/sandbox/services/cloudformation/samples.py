"""Arguments of calls to CloudFormation, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "StackName": "arn:aws:cloudformation:us-east-1:123456789012:stack/shop/2f2b0a10-0000-4000-8000-000000000000",
}
