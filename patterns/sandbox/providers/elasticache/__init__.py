"""Providers of Amazon ElastiCache."""
