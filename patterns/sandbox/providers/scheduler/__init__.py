"""Providers of Amazon EventBridge Scheduler."""
