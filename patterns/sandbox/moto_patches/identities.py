"""Who holds an access key, and until when, as moto's STS and IAM know it. Not what the holder may do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any


def latest_session(account_id: str) -> tuple[str, datetime] | None:
    """The access key of the role that was assumed last, and when it ends; None if no role was."""
    sessions = _backend(account_id).assumed_roles
    if not sessions:
        return None
    return sessions[-1].access_key_id, sessions[-1].expiration.replace(tzinfo=UTC)


def holder(account_id: str, access_key: str) -> str | None:
    """The ARN of the session or user that holds the key; None for one that belongs to neither."""
    backend = _backend(account_id)
    session = backend.get_assumed_role_from_access_key(access_key)
    if session:
        return str(session.arn)
    user = _users(account_id).get_user_from_access_key_id(access_key)
    return str(user.arn) if user else None


def _backend(account_id: str) -> Any:
    from moto.sts.models import sts_backends

    return sts_backends[account_id]["aws"]


def _users(account_id: str) -> Any:
    from moto.iam.models import iam_backends

    return iam_backends[account_id]["aws"]
