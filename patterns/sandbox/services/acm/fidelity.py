"""What AWS Certificate Manager does not do here."""

from __future__ import annotations

from patterns.sandbox.core.fidelity_entries import Limit

NO_PERMISSIONS = Limit(
    "IAM is not asked about its calls: roles and users are refused with an error of the sandbox's own.",
    """
    trust = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}}'
    role = aws.client("iam").create_role(RoleName="app", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    attempt(aws.acting_as(role).client("acm").list_certificates).code
    """,
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
