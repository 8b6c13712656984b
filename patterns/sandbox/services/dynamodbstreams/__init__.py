"""Amazon DynamoDB Streams."""

from patterns.sandbox.core.names import Names

NAMES = Names(boto3="dynamodbstreams", moto="dynamodbstreams", hosts={"streams-ddb": "streams.dynamodb"})
