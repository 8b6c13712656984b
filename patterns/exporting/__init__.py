"""A folder to walk away with: a template that deploys, and tests that prove it again without an AWS account."""
