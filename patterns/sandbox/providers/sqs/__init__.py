"""Providers of Amazon Simple Queue Service."""
