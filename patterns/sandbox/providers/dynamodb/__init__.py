"""Providers of Amazon DynamoDB."""
