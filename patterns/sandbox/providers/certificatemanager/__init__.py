"""Providers of AWS Certificate Manager."""
