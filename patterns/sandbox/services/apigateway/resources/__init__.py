"""What CloudFormation makes: one provider per resource type."""
