"""What examples stand on that name a resource of this service; `tools.stage` makes it."""

from __future__ import annotations

STAGE = {
    "other_credentials": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"SecretString": '{"username": "app"}'},
    },
    "credentials": {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"SecretString": '{"username": "app"}'},
    },
    "secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "staged"}},
    "other_secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "staged"}},
}
