"""What CloudFormation answers, call by call: one function for each, found by its name."""
