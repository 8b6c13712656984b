"""Amazon ElastiCache."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="ElastiCache", boto3="elasticache", moto="elasticache", arn="elasticache")
