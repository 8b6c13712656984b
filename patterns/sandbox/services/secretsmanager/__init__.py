"""AWS Secrets Manager."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="SecretsManager", boto3="secretsmanager", moto="secretsmanager", arn="secretsmanager")
