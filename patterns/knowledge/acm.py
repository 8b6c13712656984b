"""AWS Certificate Manager."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service
from patterns.knowledge._facts import told

SERVICE = Service("CertificateManager", Family.SECURITY)

TYPES: Mapping[str, About] = {
    "AWS::CertificateManager::Certificate": About(
        noun="certificate",
        family=Family.SECURITY,
        facts=(told("DomainName"),),
        lost="deletion fails while a service still uses it",
        free="https://aws.amazon.com/certificate-manager/pricing/",
    ),
}
