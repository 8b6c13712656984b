"""Providers of AWS Key Management Service."""
