"""AWS::ApiGatewayV2::DomainName. Client certificates and rules of routing are kept, and nobody looks at them."""

from __future__ import annotations

from typing import Any

from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import entry
from patterns.sandbox.services.apigatewayv2.resources._base import TAGGING, Changing, arn, setting

DECLARED = frozenset(
    {
        "CertificateArn", "CertificateName", "EndpointType", "IpAddressType", "OwnershipVerificationCertificateArn",
        "SecurityPolicy",
    }
)  # fmt: skip


def from_configurations(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was declared of each address; where it leads is an attribute."""
    return [{name: value for name, value in each.items() if name in DECLARED} for each in entries]


class DomainName(Changing):
    """A name of one's own for APIs; it is its identity."""

    type = "AWS::ApiGatewayV2::DomainName"
    identifier = "DomainName"
    creation = "create_domain_name"
    deletion = "delete_domain_name"
    change_operation = "update_domain_name"
    listing = Call("get_domain_names", "Items")
    entry_id = "DomainName"
    tagging = TAGGING
    names_itself = True
    properties = (
        Property("DomainName", create="DomainName", get=entry("DomainName")),
        setting("DomainNameConfigurations", from_service=from_configurations),
        setting("MutualTlsAuthentication", cleared={"TruststoreUri": ""},
                effect="No client shows a certificate."),
        Property("Tags", create="Tags", get=entry("Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"DomainName": "other.example.com", "DomainNameConfigurations": [{"CertificateArn": "{certificate}"}]},
        {
            "DomainName": "api.example.com",
            "DomainNameConfigurations": [
                {"CertificateArn": "{certificate}", "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
            ],
            "MutualTlsAuthentication": {"TruststoreUri": "s3://stage-code/trusted.pem"},
            "Tags": {"Project": "cookbook"},
        },
    )

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The name."""
        return str(response["DomainName"])

    def tagged(self, target: Target) -> str:
        """The domain's ARN."""
        return arn(target.account, f"domainnames/{target.physical_id}")

    def attributes(self, target: Target) -> dict[str, Any]:
        """https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-domainname.html."""
        first: dict[str, Any] = next(iter(self.entry(target).get("DomainNameConfigurations", [])), {})
        return {
            "RegionalDomainName": first.get("ApiGatewayDomainName"),
            "RegionalHostedZoneId": first.get("HostedZoneId"),
            "DomainNameArn": arn(target.account, f"domainnames/{target.physical_id}"),
        }


PROVIDER = DomainName()
