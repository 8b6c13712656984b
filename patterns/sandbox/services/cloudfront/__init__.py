"""Amazon CloudFront."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="CloudFront", boto3="cloudfront", moto="cloudfront", arn="cloudfront", everywhere=True)
