"""AWS IoT Core: its rules. Not its devices, nor what they publish."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="IoT", boto3="iot", moto="iot", arn="iot")
