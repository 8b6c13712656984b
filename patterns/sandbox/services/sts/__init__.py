"""AWS Security Token Service."""

from patterns.sandbox.core.names import Names

NAMES = Names(boto3="sts", moto="sts", arn="sts", everywhere=True)
