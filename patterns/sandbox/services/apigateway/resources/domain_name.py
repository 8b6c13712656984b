"""AWS::ApiGateway::DomainName."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Target, same
from patterns.sandbox.services.apigateway.resources._base import Patched, fixed, setting, tags_row, to_pascal

KEPT = "It is kept: no client is asked for a certificate."


class DomainName(Patched):
    """A name of one's own for APIs."""

    type = "AWS::ApiGateway::DomainName"
    identifier = "domainName"
    creation = "create_domain_name"
    deletion = "delete_domain_name"
    change_operation = "update_domain_name"
    listing = Call("get_domain_names", "items")
    entry_id = "domainName"
    names_itself = True
    properties = (
        fixed("DomainName"),
        setting("CertificateArn"),
        setting("RegionalCertificateArn"),
        setting("OwnershipVerificationCertificateArn", effect=KEPT),
        setting("EndpointConfiguration", default={"Types": ["EDGE"]}, from_service=to_pascal),
        setting("MutualTlsAuthentication", from_service=to_pascal, effect=KEPT),
        setting("SecurityPolicy", default="TLS_1_2", from_service=same),
        tags_row(),
    )
    examples = (
        {"DomainName": "shop.example.com", "CertificateArn": "{certificate}"},
        {
            "DomainName": "api.example.com",
            "RegionalCertificateArn": "{certificate}",
            "OwnershipVerificationCertificateArn": "{certificate}",
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "MutualTlsAuthentication": {"TruststoreUri": "s3://stage-code/trust.pem", "TruststoreVersion": "1"},
            "SecurityPolicy": "TLS_1_2",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DomainName": "api.example.com",
            "RegionalCertificateArn": "{certificate}",
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            "SecurityPolicy": "TLS_1_0",
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "data"}],
        },
    )

    def path(self, target: Target) -> str:
        """The domain's own."""
        return f"domainnames/{target.physical_id}"

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainname.html."""
        names = ("DistributionDomainName", "DistributionHostedZoneId", "RegionalDomainName", "RegionalHostedZoneId")
        entry = self.entry(target)
        told = {name: entry[name[:1].lower() + name[1:]] for name in names if name[:1].lower() + name[1:] in entry}
        return {
            **told,
            "DomainNameArn": f"arn:aws:apigateway:{target.account.region}::/domainnames/{target.physical_id}",
        }


PROVIDER = DomainName()
