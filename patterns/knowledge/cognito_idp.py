"""Amazon Cognito: known, and not simulated."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import About, Family, Service

SERVICE = Service("Cognito", Family.SECURITY)

TYPES: Mapping[str, About] = {
    "AWS::Cognito::UserPool": About(
        noun="user pool", family=Family.SECURITY, lost="its users and their passwords are lost"
    ),
}
