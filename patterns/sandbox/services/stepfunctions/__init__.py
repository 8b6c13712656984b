"""AWS Step Functions."""

from patterns.sandbox.core.names import Names

NAMES = Names(
    cloudformation="StepFunctions",
    boto3="stepfunctions",
    moto="stepfunctions",
    arn="states",
    hosts={"sync-states": "states"},
)
