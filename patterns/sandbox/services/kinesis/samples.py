"""Arguments of calls to Amazon Kinesis, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "StreamARN": "arn:aws:kinesis:us-east-1:123456789012:stream/work",
    "ResourceARN": "arn:aws:kinesis:us-east-1:123456789012:stream/work",
    "ConsumerARN": "arn:aws:kinesis:us-east-1:123456789012:stream/work/consumer/reader:1",
}
