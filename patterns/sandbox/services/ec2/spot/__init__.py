"""Spot capacity: pools with prices and room of their own, who gets an instance of which, and who loses one."""
