"""Providers of AWS Lambda."""
