"""Amazon SQS."""

PREFIX = "SQS"
