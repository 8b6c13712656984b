"""Amazon RDS."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="RDS", boto3="rds", moto="rds", arn="rds")
