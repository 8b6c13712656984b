"""Providers of AWS Step Functions."""
