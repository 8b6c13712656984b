"""What the service does in the background: each module subscribes to gateway or clock."""
