"""Amazon EventBridge Scheduler."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Scheduler", boto3="scheduler", moto="scheduler", arn="scheduler")
