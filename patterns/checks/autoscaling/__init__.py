"""Amazon EC2 Auto Scaling."""

PREFIX = "ASG"
