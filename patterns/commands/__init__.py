"""Commands of `aws-patterns` that have a module of their own, and what they share."""
