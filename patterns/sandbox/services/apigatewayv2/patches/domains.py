"""Adds what moto's domains do not have: where they lead, REST APIs behind them, and how all of it changes.

https://docs.aws.amazon.com/general/latest/gr/apigateway.html (the hosted zones of regional endpoints)
https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html (REST APIs)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

REGIONAL_ZONES = {"us-east-1": "Z1UJRXOUMOOFQ8", "us-east-2": "ZOJJZC49E0EPZ", "us-west-2": "Z2OJLYMUO9EFXC",
                  "eu-west-1": "ZLY8HYME6SFDD", "eu-central-1": "Z1U9ULNL0V5AJ3"}  # fmt: skip
"""The hosted zone to name in an alias, of the regions looked up; others have none here."""


others: list[Callable[[str, str, str], object]] = []
"""What finds an API of another kind by account, region and id; REST APIs add theirs once there may be any."""


def apply() -> None:
    """Answer the calls, and tell where a domain leads."""
    from moto.apigatewayv2.models import ApiGatewayV2Backend, DomainName
    from moto.apigatewayv2.responses import ApiGatewayV2Response

    _tell_where(DomainName)
    ApiGatewayV2Backend.create_api_mapping = _created(ApiGatewayV2Backend.create_api_mapping)
    ApiGatewayV2Backend.delete_domain_name = _delete_domain_name
    ApiGatewayV2Backend._generate_api_maping_id = _mapping_id
    ApiGatewayV2Response.update_domain_name = update_domain_name
    ApiGatewayV2Response.update_api_mapping = update_api_mapping


def _tell_where(domain: Any) -> None:
    told = domain.to_json

    def to_json(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = told(self)
        region = self.domain_name_arn.split(":")[3]
        drawn = hashlib.sha256(self.domain_name.encode()).hexdigest()[:10]
        place = {
            "apiGatewayDomainName": f"d-{drawn}.execute-api.{region}.amazonaws.com",
            "domainNameStatus": "AVAILABLE",
        } | ({"hostedZoneId": REGIONAL_ZONES[region]} if region in REGIONAL_ZONES else {})
        configurations = [{**each, **place} for each in self.domain_name_configurations or ()]
        return found | {"domainNameConfigurations": configurations}

    domain.to_json = to_json


def _created(create: Any) -> Any:
    """Take a REST API as well: moto looks among HTTP APIs alone."""

    def created(self: Any, api_id: str, *rest: Any, **more: Any) -> Any:
        if api_id in self.apis or not _is_another(self, api_id):
            return create(self, api_id, *rest, **more)
        self.apis[api_id] = None
        try:
            return create(self, api_id, *rest, **more)
        finally:
            del self.apis[api_id]

    return created


def _is_another(self: Any, api_id: str) -> bool:
    return any(found(self.account_id, self.region_name, api_id) for found in others)


def _delete_domain_name(self: Any, domain_name: str) -> None:
    """Delete it with what stands behind it, of which moto deletes while it looks."""
    self.get_domain_name(domain_name)
    behind = [name for name, mapping in self.api_mappings.items() if mapping.domain_name == domain_name]
    for name in behind:
        del self.api_mappings[name]
    del self.domain_names[domain_name]


def _mapping_id(self: Any, api_mapping_key: str, stage: str, domain_name: str) -> str:
    from moto.moto_api._internal import mock_random

    return "".join(mock_random.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(6))


def update_domain_name(self: Any) -> tuple[int, dict[str, str], str]:
    """Set what the call brings."""
    domain = self.apigatewayv2_backend.get_domain_name(self.path.rpartition("/")[2])
    params = json.loads(self.body)
    if params.get("domainNameConfigurations") is not None:
        domain.domain_name_configurations = params["domainNameConfigurations"]
    if params.get("mutualTlsAuthentication") is not None:
        domain.mutual_tls_authentication = {k: v for k, v in params["mutualTlsAuthentication"].items() if v}
    return 200, {}, json.dumps(domain.to_json())


def update_api_mapping(self: Any) -> tuple[int, dict[str, str], str]:
    """Set what the call brings."""
    domain, mapping_id = self.path.split("/")[-3], self.path.split("/")[-1]
    mapping, params = self.apigatewayv2_backend.get_api_mapping(mapping_id, domain), json.loads(self.body)
    mapping.api_id = params.get("apiId", mapping.api_id)
    mapping.stage = params.get("stage", mapping.stage)
    mapping.api_mapping_key = params.get("apiMappingKey", mapping.api_mapping_key)
    return 200, {}, json.dumps(mapping.to_json())
