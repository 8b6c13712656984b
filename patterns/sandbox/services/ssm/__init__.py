"""AWS Systems Manager."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="SSM", boto3="ssm", moto="ssm", arn="ssm")
