"""Arguments of calls to HTTP APIs of Amazon API Gateway, by parameter, for tests of what the calls need of IAM."""

from __future__ import annotations

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "ResourceArn": "arn:aws:apigateway:us-east-1::/apis/work",
    "CredentialsArn": "arn:aws:iam::123456789012:role/app",
    "AuthorizerCredentialsArn": "arn:aws:iam::123456789012:role/app",
}
