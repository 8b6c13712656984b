"""Arguments of calls to AWS Identity and Access Management, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "AWSServiceName": "lambda.amazonaws.com",
    "PolicySourceArn": "arn:aws:iam::123456789012:user/ann",
    "PolicyArn": "arn:aws:iam::123456789012:policy/reads",
}
