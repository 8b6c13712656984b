"""AWS CloudFormation's API: what the stack engine does, by the calls that AWS's tools make."""

from patterns.sandbox.core.names import Names

NAMES = Names(boto3="cloudformation", moto="cloudformation", arn="cloudformation")
