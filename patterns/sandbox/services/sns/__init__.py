"""Amazon SNS."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="SNS", boto3="sns", moto="sns", arn="sns")
