"""Arguments of calls to REST APIs of Amazon API Gateway, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "resourceArn": "arn:aws:apigateway:us-east-1::/restapis/work",
    "credentials": "arn:aws:iam::123456789012:role/app",
    "authorizerCredentials": "arn:aws:iam::123456789012:role/app",
}
