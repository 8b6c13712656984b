"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "certificate": {
        "Type": "AWS::CertificateManager::Certificate",
        "Properties": {"DomainName": "shop.example.com"},
    },
}
