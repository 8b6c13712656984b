"""AWS KMS."""

PREFIX = "KMS"
