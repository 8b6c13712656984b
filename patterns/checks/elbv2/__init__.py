"""Elastic Load Balancing."""

PREFIX = "ELB"
