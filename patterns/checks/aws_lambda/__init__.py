"""AWS Lambda."""

PREFIX = "LAMBDA"
