"""Certificates in moto's ACM: issued at once, told as they were asked for, and made without the cost of a real key.

AWS issues one only after it has found the DNS record, or read the answer to its mail
(https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html). Not modelled: the certificate's own text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

VALID_DAYS = 198
"""https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html"""


def apply() -> None:
    """Keep a request as it was made."""
    from moto.acm.models import AWSCertificateManagerBackend
    from moto.acm.responses import AWSCertificateManagerResponse

    AWSCertificateManagerResponse.request_certificate = _request
    AWSCertificateManagerResponse.update_certificate_options = _update_options
    AWSCertificateManagerResponse.get_certificate = _without_text(AWSCertificateManagerResponse.get_certificate)
    AWSCertificateManagerBackend.delete_certificate = _deleting(AWSCertificateManagerBackend.delete_certificate)


def _without_text(get: Any) -> Any:
    def get_certificate(self: Any) -> Any:
        """What ACM says while a certificate is not issued: one of Amazon's never has a text here.

        https://docs.aws.amazon.com/acm/latest/APIReference/API_GetCertificate.html
        """
        from moto.core.exceptions import JsonRESTError

        if isinstance(self.acm_backend.get_certificate(self._get_param("CertificateArn")), Certificate):
            told = "The certificate request is in process and the certificate in your account has not yet been issued."
            raise JsonRESTError("RequestInProgressException", told)
        return get(self)

    return get_certificate


class Certificate:
    """A certificate of Amazon's, as the request asked for it."""

    type = "AMAZON_ISSUED"
    status = "ISSUED"

    def __init__(self, arn: str, asked: Mapping[str, Any], made: datetime, records: Mapping[str, tuple[str, str]]):
        from moto.acm.models import TagHolder

        self.arn = arn
        self.common_name = asked["DomainName"]
        self.sans = list(dict.fromkeys([self.common_name, *asked.get("SubjectAlternativeNames", ())]))
        self.method = asked.get("ValidationMethod", "EMAIL")
        self.key_algorithm = asked.get("KeyAlgorithm", "RSA_2048")
        self.cert_options = {"CertificateTransparencyLoggingPreference": "ENABLED", "Export": "DISABLED"}
        self.cert_options |= asked.get("Options", {})
        self.tags = TagHolder()
        self.made = made
        self._records = records
        self._domains = {
            option["DomainName"]: option["ValidationDomain"] for option in asked.get("DomainValidationOptions", ())
        }

    @property
    def in_use_by(self) -> list[str]:
        """The balancers with a listener that presents it now; moto goes on naming those that no longer do."""
        from moto.elbv2.models import elbv2_backends

        account_id, region = self.arn.split(":")[4], self.arn.split(":")[3]
        balancers = elbv2_backends[account_id][region].load_balancers.values()
        return [
            balancer.arn
            for balancer in balancers
            if any(self.arn in each.certificates for each in balancer.listeners.values())
        ]

    def check(self) -> None:
        """Nothing is waited for."""

    def describe(self) -> dict[str, Any]:
        """The certificate in ACM's shape."""
        told = {
            "CertificateArn": self.arn, "DomainName": self.common_name, "SubjectAlternativeNames": self.sans,
            "Status": self.status, "Type": self.type, "KeyAlgorithm": self.key_algorithm,
            "Options": self.cert_options, "InUseBy": list(self.in_use_by), "Issuer": "Amazon",
            "CreatedAt": self.made.timestamp(), "IssuedAt": self.made.timestamp(),
            "NotBefore": self.made.timestamp(), "NotAfter": (self.made + timedelta(days=VALID_DAYS)).timestamp(),
            "RenewalEligibility": "ELIGIBLE" if self.in_use_by else "INELIGIBLE",
            "DomainValidationOptions": [self._validation(name) for name in self.sans],
        }  # fmt: skip
        return {"Certificate": told}

    def _validation(self, name: str) -> dict[str, Any]:
        told: dict[str, Any] = {"DomainName": name, "ValidationMethod": self.method, "ValidationStatus": "SUCCESS"}
        told["ValidationDomain"] = self._domains.get(name, name)
        if self.method == "DNS":
            record, value = self._records[name.removeprefix("*.")]
            told["ResourceRecord"] = {"Name": record, "Type": "CNAME", "Value": value}
        return told


def _request(self: Any) -> Any:
    """Make a certificate, or give the one that the same token asked for within the hour."""
    from moto.acm.utils import make_arn_for_certificate
    from moto.core.responses import ActionResult
    from moto.core.utils import utcnow

    asked = json.loads(self.body)
    backend, token = self.acm_backend, asked.get("IdempotencyToken")
    if token and (known := backend._get_arn_from_idempotency_token(token)) in backend._certificates:
        return ActionResult({"CertificateArn": known})
    arn = make_arn_for_certificate(backend.account_id, backend.region_name)
    names = dict.fromkeys([asked["DomainName"], *asked.get("SubjectAlternativeNames", ())])
    records = {name.removeprefix("*."): _record(name.removeprefix("*.")) for name in names}
    made = backend._certificates[arn] = Certificate(arn, asked, utcnow(), records)
    made.tags.add(asked.get("Tags", []))
    if token:
        backend._set_idempotency_token_arn(token, arn)
    return ActionResult({"CertificateArn": arn})


def _record(name: str) -> tuple[str, str]:
    """The record by which AWS would see that the domain is the account's."""
    from moto.moto_api._internal import mock_random

    left, right = (f"_{mock_random.getrandbits(128):032x}" for _ in range(2))
    return f"{left}.{name}.", f"{right}.jkddzztszm.acm-validations.aws."


def _update_options(self: Any) -> Any:
    from moto.core.responses import EmptyResult

    answer = self.acm_backend.get_certificate(json.loads(self.body)["CertificateArn"])
    answer.cert_options |= json.loads(self.body)["Options"]
    return EmptyResult()


def _deleting(delete: Any) -> Any:
    def delete_certificate(self: Any, arn: str) -> None:
        """Delete a certificate that no listener uses."""
        from moto.acm.exceptions import AWSError

        found = self._certificates.get(arn)
        if found is not None and found.in_use_by:
            raise AWSError(f"Certificate {arn} in account {self.account_id} is in use.", "ResourceInUseException")
        delete(self, arn)

    return delete_certificate
