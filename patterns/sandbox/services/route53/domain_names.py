"""Names of domains and records, and what makes two records the same one. Not here: which are allowed.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.refusals.route53 import plain

Key = tuple[str, str, str]
"""What a record is known by in its zone: its name, its type, and which of several with both it is."""


def key(record: Mapping[str, Any]) -> Key:
    """What a record is known by, from either of the shapes of Route 53 and CloudFormation."""
    return plain(str(record["Name"])), str(record["Type"]), str(record.get("SetIdentifier") or "")


def zone_id(name: str) -> str:
    """The id of a zone without what Route 53 puts before it."""
    return name.rpartition("/")[2]
