"""Providers of Amazon CloudWatch Logs."""
