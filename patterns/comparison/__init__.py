"""Two templates compared: what an update does to each resource, and what that costs of what the resource holds."""
