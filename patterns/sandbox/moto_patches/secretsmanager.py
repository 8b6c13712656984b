"""What moto's Secrets Manager forgets or breaks: rules of rotation, an emptied description, what is current."""

from __future__ import annotations

from typing import Any


def apply() -> None:
    """Keep a secret's rotation rules, and its current version until a rotation is finished."""
    from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

    _keep_rules(FakeSecret, SecretsManagerBackend)
    _empty_descriptions(SecretsManagerBackend)


def _keep_rules(secret_class: Any, backend: Any) -> None:
    rotated, told = backend.rotate_secret, secret_class.to_dict

    def rotate_secret(self: Any, secret_id: str, *args: Any, **kwargs: Any) -> str:
        answer: str = rotated(self, secret_id, *args, **kwargs)
        secret = self.secrets[secret_id]
        if kwargs.get("rotation_rules"):
            secret.rotation_rules, secret.rotation_enabled = kwargs["rotation_rules"], True
        if not kwargs.get("rotate_immediately", True):
            _drop_trial(secret)
        # A version is current when the rotation function has made it so, not because a rotation began.
        secret.set_default_version_id(_current(secret))
        return answer

    def to_dict(self: Any) -> dict[str, Any]:
        found: dict[str, Any] = told(self)
        if rules := getattr(self, "rotation_rules", None):
            found["RotationRules"] = rules
        if not found.get("Tags"):
            found.pop("Tags", None)
        return found

    backend.rotate_secret, secret_class.to_dict = rotate_secret, to_dict


def _drop_trial(secret: Any) -> None:
    """Remove the version with which the service only tried the function.

    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html
    """
    for name in [name for name, one in secret.versions.items() if one["version_stages"] == ["AWSPENDING"]]:
        del secret.versions[name]


def _current(secret: Any) -> str | None:
    stages = ((name, version["version_stages"]) for name, version in secret.versions.items())
    return next((name for name, labels in stages if "AWSCURRENT" in labels), None)


def _empty_descriptions(backend: Any) -> None:
    updated = backend.update_secret

    def update_secret(self: Any, secret_id: str, *args: Any, **kwargs: Any) -> str:
        answer: str = updated(self, secret_id, *args, **kwargs)
        if kwargs.get("description") == "":
            self.secrets[secret_id].description = None
        return answer

    backend.update_secret = update_secret
