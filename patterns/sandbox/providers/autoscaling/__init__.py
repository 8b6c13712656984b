"""Amazon EC2 Auto Scaling."""
