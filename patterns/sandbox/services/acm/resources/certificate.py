"""AWS::CertificateManager::Certificate.

AWS's stack waits until the domain is proved to be the account's; here the certificate is issued at once. Not modelled:
the record in a hosted zone (`DomainValidationOptions.HostedZoneId`), private authorities.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider import tags
from patterns.sandbox.provider.base import Call, Property, Target
from patterns.sandbox.provider.listed import ListedProvider, entry
from patterns.sandbox.provider.reading import Responses

LOGGING = "CertificateTransparencyLoggingPreference"


def told(path: str) -> Call:
    """What reads a property from the description of the certificate."""
    return Call("describe_certificate", f"Certificate.{path}")


class Certificate(ListedProvider):
    """A certificate of Amazon's for one or several domain names; its physical id is its ARN."""

    type = "AWS::CertificateManager::Certificate"
    service = "acm"
    identifier = "CertificateArn"
    creation = "request_certificate"
    deletion = "delete_certificate"
    gone = frozenset({"ResourceNotFoundException"})
    listing = Call("list_certificates", "CertificateSummaryList")
    entry_id = "CertificateArn"
    properties = (
        Property("DomainName", create="DomainName", get=entry("DomainName")),
        Property("SubjectAlternativeNames", create="SubjectAlternativeNames", get=told("SubjectAlternativeNames")),
        Property("ValidationMethod", create="ValidationMethod", get=told("DomainValidationOptions"), code="keep",
                 from_service=lambda found: found[0]["ValidationMethod"]),
        Property("DomainValidationOptions", effect="No record is looked for, and none is made in a hosted zone."),
        Property("KeyAlgorithm", create="KeyAlgorithm", get=told("KeyAlgorithm")),
        Property(LOGGING, default="ENABLED", get=told(f"Options.{LOGGING}"), code="set_logging"),
        Property("CertificateExport", get=told("Options.Export")),
        Property("Tags", create="Tags", get=Call("list_tags_for_certificate", "Tags"), code="set_tags"),
    )  # fmt: skip
    examples = (
        {"DomainName": "example.com", "ValidationMethod": "DNS"},
        {
            "DomainName": "shop.example.com",
            "SubjectAlternativeNames": ["www.shop.example.com", "*.shop.example.com"],
            "ValidationMethod": "DNS",
            "DomainValidationOptions": [{"DomainName": "shop.example.com", "HostedZoneId": "Z0123456789ABCDEFGHIJ"}],
            "KeyAlgorithm": "EC_prime256v1",
            LOGGING: "DISABLED",
            "CertificateExport": "DISABLED",
            "Tags": [{"Key": "Project", "Value": "cookbook"}],
        },
        {
            "DomainName": "example.com",
            "ValidationMethod": "DNS",
            LOGGING: "DISABLED",
            "Tags": [{"Key": "Project", "Value": "other"}, {"Key": "Owner", "Value": "web"}],
        },
    )

    def creation_arguments(self, target: Target, given: dict[str, Any]) -> dict[str, Any]:
        """Both options go along as one; the proof by mail is the default of `ValidationMethod`."""
        options = {LOGGING: target.properties.get(LOGGING), "Export": target.properties.get("CertificateExport")}
        asked = {name: value for name, value in options.items() if value}
        mailed = target.properties.get("DomainValidationOptions", ())
        domains = [one for one in mailed if "ValidationDomain" in one]
        return {
            "ValidationMethod": "EMAIL", **given, **({"Options": asked} if asked else {}),
            **({"DomainValidationOptions": domains} if domains else {}),
        }  # fmt: skip

    def created_id(self, target: Target, response: dict[str, Any]) -> str:
        """The certificate's ARN."""
        return str(response["CertificateArn"])

    def complete(self, target: Target) -> None:
        """Nothing is left: the create call carries all."""

    def keep(self, target: Target, old: Mapping[str, Any]) -> None:
        """How the domain is proved counts only while it is not."""

    def set_logging(self, target: Target, old: Mapping[str, Any]) -> None:
        """Say whether the certificate goes into the public logs."""
        wanted = {LOGGING: target.properties.get(LOGGING, "ENABLED")}
        client = target.account.administrator("acm")
        client.update_certificate_options(**self.identity(target), Options=wanted)

    def set_tags(self, target: Target, old: Mapping[str, Any]) -> None:
        """Add what is new, remove what is gone."""
        client, certificate = target.account.administrator("acm"), self.identity(target)
        gone, added = tags.changes(old.get("Tags"), target.properties.get("Tags"))
        if gone:
            before = tags.by_key(old.get("Tags"))
            client.remove_tags_from_certificate(**certificate, Tags=tags.as_list({key: before[key] for key in gone}))
        if added:
            client.add_tags_to_certificate(**certificate, Tags=tags.as_list(added))

    def entries(self, account: Account, targets: list[Target]) -> dict[str, dict[str, Any]]:
        """ARN -> certificate; without being asked, ACM lists those with an RSA key of 2,048 bits only."""
        algorithms = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
        pages = account.observer("acm").get_paginator("list_certificates").paginate(Includes={"keyTypes": algorithms})
        return {one["CertificateArn"]: one for page in pages for one in page["CertificateSummaryList"]}

    def read_one(self, responses: Responses) -> dict[str, Any] | None:
        """The certificate; its first name is told among the others, and named in the template by itself."""
        described = super().read_one(responses)
        if described is None:
            return None
        declared = responses.target.properties
        others = [name for name in described.get("SubjectAlternativeNames", []) if name != described["DomainName"]]
        asked = declared.get("SubjectAlternativeNames")
        described["SubjectAlternativeNames"] = asked if asked and {*asked, described["DomainName"]} == {
            *others, described["DomainName"]
        } else others  # fmt: skip
        if "DomainValidationOptions" in declared:
            described["DomainValidationOptions"] = declared["DomainValidationOptions"]
        return {name: value for name, value in described.items() if value}

    def attributes(self, target: Target) -> dict[str, Any]:
        """The certificate's ARN."""
        return {"CertificateArn": target.physical_id}


PROVIDER = Certificate()
