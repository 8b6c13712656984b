"""Amazon Kinesis Data Streams."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Kinesis", boto3="kinesis", moto="kinesis", arn="kinesis")
