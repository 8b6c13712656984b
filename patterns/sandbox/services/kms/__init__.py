"""AWS Key Management Service."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="KMS", boto3="kms", moto="kms", arn="kms")
