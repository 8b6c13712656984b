"""Amazon EC2: instances and their disks."""

PREFIX = "EC2"
