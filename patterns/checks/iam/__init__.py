"""AWS IAM."""

PREFIX = "IAM"
