"""Arguments of calls to AWS IoT, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:work",
    "roleArn": "arn:aws:iam::123456789012:role/app",
}
