"""Amazon CloudFront: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("CloudFront", Family.NETWORK, of_the_account=True)

TYPES: Mapping[str, About] = {
    "AWS::CloudFront::Distribution": About(noun="distribution", family=Family.NETWORK),
}
