"""The policies that resources carry: each service says where its own are. Read at every decision, never remembered.

Not modelled: policies of layers, of log groups towards users, of access points and vaults.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from patterns.iam import Grant
from patterns.sandbox.permissions import service, service_of

KEYS = "kms"
"""The service whose policies also decide about what other services encrypt."""


def policy(account_id: str, region: str, arn: str) -> Any:
    """The policy of the resource with this ARN, as a document or its text; None where it has none."""
    owner, parts = service_of(arn), arn.split(":", 5)
    if owner is None or owner.policy is None:
        return None
    return owner.policy(parts[4] or account_id, parts[3] or region, parts[5])


def grants(account_id: str, region: str, arn: str) -> tuple[Grant, ...]:
    """The grants of a KMS key; none for what is not a key."""
    owner, parts = service_of(arn), arn.split(":", 5)
    return owner.grants(account_id, parts[3] or region, parts[5]) if owner and owner.grants else ()


def public_access_block(account_id: str, arn: str) -> dict[str, bool] | None:
    """The four settings that hold for the bucket an ARN is in; None for what is not in a bucket."""
    owner = service_of(arn)
    return owner.public_access_block(account_id, arn.split(":", 5)[5]) if owner and owner.public_access_block else None


def may_bind(account_id: str, region: str, name: str) -> bool:
    """Whether a resource of the service has a policy by which an administrator could be refused: a quick look."""
    asked = service(name)
    if asked is None:
        return False
    owners = [asked, service(KEYS)] if asked.encrypts and name != KEYS else [asked]
    texts = (text for owner in owners if owner and owner.policies for text in owner.policies(account_id, region))
    return any(_limits(text if isinstance(text, str) else json.dumps(text)) for text in texts if text)


@lru_cache(maxsize=4096)
def _limits(text: str) -> bool:
    """Whether a policy denies something, or is a key's that does not leave everything to the account."""
    return "Deny" in text or ("kms:" in text and not ('"kms:*"' in text and ":root" in text))
