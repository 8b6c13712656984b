"""Amazon SQS."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="SQS", boto3="sqs", moto="sqs", arn="sqs")
