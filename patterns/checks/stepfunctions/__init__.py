"""AWS Step Functions."""

PREFIX = "SFN"
