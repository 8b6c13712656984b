"""Arguments of calls to AWS Secrets Manager, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "RotationLambdaARN": "arn:aws:lambda:us-east-1:123456789012:function:work",
}
