"""Arguments of calls to Amazon SQS, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "DestinationArn": "arn:aws:sqs:us-east-1:123456789012:other",
    "QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/work",
}
