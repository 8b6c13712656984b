"""Providers of Amazon EventBridge, its rules."""
