"""Amazon CloudWatch Logs."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Logs", boto3="logs", moto="logs", arn="logs")
