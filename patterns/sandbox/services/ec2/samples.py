"""Arguments of calls to Amazon EC2, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "DeliverLogsPermissionArn": "arn:aws:iam::123456789012:role/app",
    "IamFleetRole": "arn:aws:iam::123456789012:role/app",
    "Resources": "vpc-1234567890abcdef0",
}
