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


def is_deleted(account_id: str, region: str, named: str) -> bool | None:
    """Whether a secret waits for its deletion; None where there is none of that name."""
    found = _secret(account_id, region, named)
    return None if found is None else bool(found.is_deleted())


def has_label(account_id: str, region: str, named: str, label: str) -> bool:
    """Whether some version of a secret bears the label."""
    found = _secret(account_id, region, named)
    return found is not None and any(label in version["version_stages"] for version in found.versions.values())


def is_function(account_id: str, region: str, arn: str) -> bool:
    """Whether there is a function of this ARN for rotations to call."""
    from moto.awslambda.exceptions import LambdaClientError

    try:
        backend("awslambda", account_id, region).get_function(arn)
    except LambdaClientError:
        return False
    return True
