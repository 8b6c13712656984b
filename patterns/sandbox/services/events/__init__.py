"""Amazon EventBridge."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Events", boto3="events", moto="events", arn="events")
