"""Amazon CloudWatch Logs."""

PREFIX = "LOGS"
