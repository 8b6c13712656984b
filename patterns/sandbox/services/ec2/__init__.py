"""Amazon EC2, with its networks and Spot Instances."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="EC2", boto3="ec2", moto="ec2", arn="ec2")
