"""Providers of AWS Systems Manager."""
