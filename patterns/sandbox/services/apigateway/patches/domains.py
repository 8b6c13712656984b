"""Answers the calls about domains of one's own, and what stands behind their paths.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html
https://docs.aws.amazon.com/general/latest/gr/apigateway.html (the hosted zones)
"""

from __future__ import annotations

import hashlib
from typing import Any

from patterns.sandbox.services.apigateway.documents import Document
from patterns.sandbox.services.apigateway.patches import calls, kept
from patterns.sandbox.services.apigateway.patches.calls import Answer, refused, steps, told
from patterns.sandbox.services.apigatewayv2.patches.domains import REGIONAL_ZONES, others

EDGE_ZONE = "Z2FDTNDATAQYW2"
"""The hosted zone of CloudFront, through which edge-optimized domains are reached."""
NONE = "(none)"


def apply() -> None:
    """Put them in the place of moto's, and let REST APIs stand behind domains with API mappings."""
    from moto.apigateway.responses import APIGatewayResponse

    for call in (create_domain_name, create_base_path_mapping):
        setattr(APIGatewayResponse, call.__name__, call)
    others.append(kept.api)


def create_domain_name(self: Any) -> Answer:
    """Make a domain, and tell where it leads."""
    asked = calls.brought(self)
    name = str(asked["domainName"])
    defaults = {"endpointConfiguration": {"types": ["EDGE"]}, "securityPolicy": "TLS_1_2"}
    if name in calls.shelf_of(self, ["domainnames"]):
        raise refused("BadRequestException", "The domain name you provided already exists.")
    found = {**defaults, **asked}
    return told(calls.make(self, ["domainnames"], {**found, **_place(self.region, found)}).document, 201)


def _place(region: str, asked: Document) -> Document:
    drawn = hashlib.sha256(str(asked["domainName"]).encode()).hexdigest()[:10]
    if "REGIONAL" in asked["endpointConfiguration"].get("types", []):
        zone = {"regionalHostedZoneId": REGIONAL_ZONES[region]} if region in REGIONAL_ZONES else {}
        return {
            "domainNameStatus": "AVAILABLE",
            "regionalDomainName": f"d-{drawn}.execute-api.{region}.amazonaws.com",
        } | zone
    place = {"distributionDomainName": f"d{drawn}.cloudfront.net", "distributionHostedZoneId": EDGE_ZONE}
    return {"domainNameStatus": "AVAILABLE"} | place


def create_base_path_mapping(self: Any) -> Answer:
    """Let a stage stand behind a path of a domain."""
    path, asked = steps(self), calls.brought(self)
    base = asked.get("basePath") or NONE
    api = calls.at(self, ["restapis", str(asked.get("restApiId"))])
    if asked.get("stage") and asked["stage"] not in api.below.get("stages", {}):
        raise refused("BadRequestException", "Invalid stage identifier specified")
    if base in calls.shelf_of(self, path):
        raise refused("ConflictException", "Base path already exists for this domain name", 409)
    return told(calls.make(self, path, {**asked, "basePath": base}).document, 201)
