"""Amazon S3."""

PREFIX = "S3"
