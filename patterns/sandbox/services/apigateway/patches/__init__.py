"""Moto's REST APIs, corrected."""
