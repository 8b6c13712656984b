"""What a CloudFormation template says: read, resolved, ordered, compared. Nothing here deploys, draws or judges one."""
