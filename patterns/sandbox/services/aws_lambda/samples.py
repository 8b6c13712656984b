"""Arguments of calls to AWS Lambda, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "Arn": "arn:aws:lambda:us-east-1:123456789012:layer:tools:1",
    "LayerName": "tools",
    "Layers": "arn:aws:lambda:us-east-1:123456789012:layer:tools:1",
    "Qualifier": "1",
    "Resource": "arn:aws:lambda:us-east-1:123456789012:function:work",
    "VersionNumber": "1",
}
