"""Security groups and their rules."""

PREFIX = "SG"
