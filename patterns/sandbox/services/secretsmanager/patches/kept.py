"""What moto keeps of secrets, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of a secret; None where it has none."""
    return getattr(_secret(account_id, region, f"arn:aws:secretsmanager:{region}:{account_id}:{path}"), "policy", None)


def policies(account_id: str, region: str) -> Iterator[str | None]:
    """The policies of all secrets."""
    return (kept.policy for kept in held("secretsmanager", account_id, region, "secrets"))


def secret(account_id: str, region: str, named: str) -> tuple[str | None, str | None]:
    """(ARN, KMS key) of a secret by its name, ARN, or ARN without the end that is drawn; None for what is not there."""
    found = _secret(account_id, region, named)
    return (str(found.arn), found.kms_key_id) if found else (None, None)


def _secret(account_id: str, region: str, named: str) -> Any:
    secrets = backend("secretsmanager", account_id, region).secrets
    try:
        return secrets.get(named)
    except (KeyError, IndexError):
        return None
