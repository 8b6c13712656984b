"""Providers of Amazon CloudWatch."""
