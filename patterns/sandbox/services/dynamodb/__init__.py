"""Amazon DynamoDB."""

from patterns.sandbox.core.names import Names

NAMES = Names(cloudformation="DynamoDB", boto3="dynamodb", moto="dynamodb", arn="dynamodb", hosts={"ddb": "dynamodb"})
