"""Amazon Route 53."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="Route53", boto3="route53", moto="route53", arn="route53", everywhere=True)
