"""Providers of AWS Identity and Access Management."""
