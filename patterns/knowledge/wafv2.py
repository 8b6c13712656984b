"""AWS WAF: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("WAFv2", Family.SECURITY)

TYPES: Mapping[str, About] = {
    "AWS::WAFv2::WebACL": About(noun="web ACL", family=Family.SECURITY),
}
