"""Providers of AWS Secrets Manager."""
