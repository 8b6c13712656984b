"""What of CloudFormation begins with an account."""
