"""What moto keeps of keys, for decisions: read each time, so nothing is remembered here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from patterns.iam import Grant
from patterns.sandbox.simulator.backends import backend, held


def policy(account_id: str, region: str, path: str) -> str | None:
    """The policy of a key; None for what is not a key."""
    return getattr(_key(account_id, region, path), "policy", None)


def policies(account_id: str, region: str) -> Iterator[str]:
    """The policies of all keys."""
    return (key.policy for key in held("kms", account_id, region, "keys"))


def grants(account_id: str, region: str, path: str) -> tuple[Grant, ...]:
    """The grants of a key; none for what is not a key."""
    key = _key(account_id, region, path)
    return tuple(_grant(grant) for grant in key.grants.values()) if key else ()


def key_arn(account_id: str, region: str, named: str) -> str | None:
    """The ARN of a KMS key by its id, ARN, or alias; None where there is none, and for the keys AWS manages."""
    keys = backend("kms", account_id, region).keys
    name = named.split(":", 5)[5] if named.startswith("arn:") else named
    if name.startswith("alias/"):
        found = next((key for key in keys.values() if name in key.aliases), None)
        return None if name.startswith("alias/aws/") else getattr(found, "arn", None)
    found = keys.get(name.removeprefix("key/"))
    if found is not None and any(alias.startswith("alias/aws/") for alias in found.aliases):
        return None
    return getattr(found, "arn", None)


def _key(account_id: str, region: str, path: str) -> Any:
    kind, _, name = path.partition("/")
    return backend("kms", account_id, region).keys.get(name) if kind == "key" else None


def _grant(grant: Any) -> Grant:
    constraints = grant.constraints or {}
    return Grant(
        grantee=grant.grantee_principal,
        operations=frozenset(grant.operations or ()),
        context_equals=constraints.get("EncryptionContextEquals"),
        context_subset=constraints.get("EncryptionContextSubset"),
    )
