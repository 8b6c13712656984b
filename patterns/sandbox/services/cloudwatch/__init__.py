"""Amazon CloudWatch."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="CloudWatch", boto3="cloudwatch", moto="cloudwatch", arn="cloudwatch")
