"""Amazon Redshift: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, FinalSnapshot, Service

SERVICE = Service("Redshift", Family.ANALYTICS)

TYPES: Mapping[str, About] = {
    "AWS::Redshift::Cluster": About(
        noun="data warehouse", family=Family.ANALYTICS, lost="its data is lost", snapshot=FinalSnapshot()
    ),
}
