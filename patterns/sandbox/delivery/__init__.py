"""How one service hands something to another: targets, retries, roles. Knows no service by name."""
