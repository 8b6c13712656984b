"""Providers of AWS Budgets."""
