"""Secrets, wherever they are kept: no one service."""

PREFIX = "SEC"
