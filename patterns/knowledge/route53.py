"""Amazon Route 53: zones, records and health checks."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import DECLARED, About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("Route53", Family.NETWORK, of_the_account=True)
_PRICES = "https://aws.amazon.com/route53/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::Route53::HealthCheck": About(
        noun="health check",
        family=Family.NETWORK,
        facts=(told("HealthCheckConfig", "Type"),),
        lost=DECLARED,
    ),
    "AWS::Route53::HostedZone": About(
        noun="hosted zone",
        family=Family.NETWORK,
        references={"VPCs.*": "answers"},
        facts=(told("Name"),),
        lost="a new one has other name servers, which the domain has to be pointed at",
    ),
    "AWS::Route53::RecordSet": About(
        noun="DNS record",
        family=Family.NETWORK,
        part_of=("HostedZoneId",),
        references={"AliasTarget.*": "leads to", "ResourceRecords.*": "leads to", "HealthCheckId": "if healthy"},
        facts=(told("Type"),),
        lost=DECLARED,
        # Queries are paid for with the zone.
        free=_PRICES,
    ),
    "AWS::Route53::RecordSetGroup": About(
        noun="DNS records",
        family=Family.NETWORK,
        part_of=("HostedZoneId",),
        references={"RecordSets.*": "leads to"},
        lost=DECLARED,
        free=_PRICES,
    ),
}
