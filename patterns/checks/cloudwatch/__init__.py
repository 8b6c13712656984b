"""Amazon CloudWatch."""

PREFIX = "CW"
