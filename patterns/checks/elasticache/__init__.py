"""Amazon ElastiCache."""

PREFIX = "CACHE"
