"""The CloudFormation engine: from a template to a stack, its changes and its end. Knows no service."""
