"""What AWS Certificate Manager does not do here."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import Limit

LIMITS = (
    Limit(
        "A certificate is issued at once, no matter who owns the domain; AWS waits for the DNS record or the mail.",
        """
        acm = aws.client("acm")
        arn = acm.request_certificate(DomainName="example.com", ValidationMethod="DNS")["CertificateArn"]
        acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
        """,
    ),
)
