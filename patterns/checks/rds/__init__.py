"""Amazon RDS."""

PREFIX = "RDS"
