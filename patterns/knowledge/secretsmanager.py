"""AWS Secrets Manager."""

from __future__ import annotations

from collections.abc import Mapping

from patterns.knowledge import BELONGS_TO, DECLARED, About, Family, Nothing, ResourcePolicy, Service
from patterns.knowledge._facts import told

SERVICE = Service("SecretsManager", Family.SECURITY)
_PRICES = "https://aws.amazon.com/secrets-manager/pricing/"

TYPES: Mapping[str, About] = {
    "AWS::SecretsManager::ResourcePolicy": About(
        noun="secret policy",
        family=Family.SECURITY,
        lost=DECLARED,
        policy=ResourcePolicy("ResourcePolicy", on="SecretId"),
        free=_PRICES,
    ),
    "AWS::SecretsManager::RotationSchedule": About(
        noun="rotation",
        family=Family.SECURITY,
        facts=(told("RotationRules", "AutomaticallyAfterDays", form="every {} days"),),
        lost=Nothing("the secret keeps its values, and only its rotation ends"),
        free=_PRICES,
    ),
    "AWS::SecretsManager::Secret": About(
        noun="secret",
        family=Family.SECURITY,
        facts=(told("GenerateSecretString", form="generated"),),
        lost="its values are lost to everything that reads them",
    ),
    "AWS::SecretsManager::SecretTargetAttachment": About(
        noun="secret's target",
        family=Family.SECURITY,
        references={"SecretId": BELONGS_TO, "TargetId": "leads to"},
        lost=Nothing("the secret keeps its password, and the database its data"),
        free=_PRICES,
    ),
}
