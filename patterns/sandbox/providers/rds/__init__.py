"""Providers of Amazon Relational Database Service."""
