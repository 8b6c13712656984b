"""Providers of Amazon S3."""
