"""Runs the code of functions as the service does, each in a process of its own, on the account's clock."""
