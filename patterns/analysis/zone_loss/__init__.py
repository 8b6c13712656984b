"""What a template loses with one zone, gateway, instance, key or database: where things stand, and who needs whom."""
