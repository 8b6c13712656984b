"""Providers of Amazon EC2: instances and networks."""
