"""What AWS Certificate Manager does here, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.sandbox.core.fidelity_entries import SIMPLIFIED, Behaviour, Limit, Refused

NO_PERMISSIONS = Limit(
    "IAM is not asked about its calls: roles and users are refused with an error of the sandbox's own.",
    """
    trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
    role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    attempt(aws.acting_as(role).client("acm").list_certificates).code
    """,
)

BEHAVIOURS = (
    Behaviour(
        "A certificate is not asked for a name that is no domain name.",
        SIMPLIFIED,
        "/acm/latest/APIReference/API_RequestCertificate.html",
        """
        attempt(aws.client("acm").request_certificate, DomainName="www.*.example.com").code
        """,
        modules=("request_checks",),
    ),
)

LIMITS = (
    NO_PERMISSIONS,
    Limit(
        "A certificate is issued at once, no matter who owns the domain; AWS waits for the DNS record or the mail.",
        """
        acm = aws.client("acm")
        arn = acm.request_certificate(DomainName="example.com", ValidationMethod="DNS")["CertificateArn"]
        acm.describe_certificate(CertificateArn=arn)["Certificate"]["Status"]
        """,
    ),
)

REFUSALS: Mapping[str, Refused] = {
    "AWS::CertificateManager::Certificate": Refused(
        made="names that are no domain names; wildcards but for the first label (the first name's length in our words)",
        page="/acm/latest/APIReference/API_RequestCertificate.html",
        not_made="names that the domain's owner does not let AWS certify (CAA), quotas",
    ),
}
"""What the service refuses to make, type by type, beyond its schema."""
