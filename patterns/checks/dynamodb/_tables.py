"""Which tables of a template hold data. Not a check."""

from __future__ import annotations

from collections.abc import Iterator

from patterns.template.properties import of_type
from patterns.template.resolve import Resolved, Resource

THROWN_AWAY = "Delete"
"""The deletion policy of a table that somebody decided may go with its stack: it holds nothing worth keeping."""


def kept_tables(resolved: Resolved) -> Iterator[Resource]:
    """The tables that are not said to be thrown away: those retained, and those about which nobody decided."""
    return (table for table in of_type(resolved, "AWS::DynamoDB::Table") if table.deletion_policy != THROWN_AWAY)
