"""Amazon SNS."""

PREFIX = "SNS"
