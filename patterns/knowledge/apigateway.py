"""Amazon API Gateway: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("ApiGateway", Family.NETWORK)

TYPES: Mapping[str, About] = {
    "AWS::ApiGateway::RestApi": About(noun="REST API", family=Family.NETWORK),
}
