"""Amazon DynamoDB."""

PREFIX = "DDB"
