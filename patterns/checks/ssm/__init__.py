"""AWS Systems Manager."""

PREFIX = "SSM"
