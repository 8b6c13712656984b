"""AWS Identity and Access Management."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="IAM", boto3="iam", moto="iam", arn="iam", everywhere=True)
