"""Amazon Route 53: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("Route53", Family.NETWORK, of_the_account=True)

TYPES: Mapping[str, About] = {
    "AWS::Route53::HostedZone": About(noun="hosted zone", family=Family.NETWORK),
    "AWS::Route53::RecordSet": About(noun="DNS record", family=Family.NETWORK),
}
