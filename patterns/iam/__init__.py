"""Policies read as AWS reads them: pure functions of policy documents. Not here: asking any service."""
