"""Spot capacity, whoever buys it."""

PREFIX = "SPOT"
