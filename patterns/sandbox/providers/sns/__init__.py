"""Providers of Amazon Simple Notification Service."""
