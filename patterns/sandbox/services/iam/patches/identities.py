"""Who holds an access key, until when, and the policies they carry, as moto's STS and IAM know them. No decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

DEFAULT_SESSION_SECONDS = 3600
"""How long a session of a role may last that says nothing of it:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html."""


@dataclass(frozen=True)
class Holder:
    """Who holds an access key: a user, or a session, of a role or of a user, with what it was begun with.

    `issued` is None for a key that does not end.
    """

    arn: str
    user_id: str
    role_arn: str = ""
    session_policies: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
    issued: datetime | None = None
    with_mfa: bool = False
    is_active: bool = True


@dataclass(frozen=True)
class Carried:
    """The identity policies of a user or role, by name or, for managed ones, ARN, and the boundary, if it has one."""

    identity: Mapping[str, str] = field(default_factory=dict)
    boundary: str | None = None


def latest_session(account_id: str) -> tuple[str, datetime] | None:
    """The access key of the role that was assumed last, and when it ends; None if no role was."""
    sessions = _backend(account_id).assumed_roles
    if not sessions:
        return None
    return sessions[-1].access_key_id, sessions[-1].expiration.replace(tzinfo=UTC)


def holder(account_id: str, access_key: str) -> str | None:
    """The ARN of the session or user that holds the key; None for one that belongs to neither."""
    found = find(account_id, access_key)
    return found.arn if found else None


def secret(account_id: str, access_key: str) -> tuple[str, str] | None:
    """The secret of an access key, and the token that goes with it, empty for a user's; None where nobody has it."""
    session = _backend(account_id).get_assumed_role_from_access_key(access_key)
    if session:
        return str(session.secret_access_key), str(session.session_token)
    for user in _users(account_id).users.values():
        for key in user.access_keys:
            if key.access_key_id == access_key:
                return str(key.secret_access_key), ""
    return None


def find(account_id: str, access_key: str) -> Holder | None:
    """Who holds the key; None where nobody of the account does."""
    session = _backend(account_id).get_assumed_role_from_access_key(access_key)
    if session:
        return _session(account_id, session)
    for user in _users(account_id).users.values():
        for key in user.access_keys:
            if key.access_key_id == access_key:
                return Holder(user.arn, user.id, tags=_tags(user.tags), is_active=key.status == "Active")
    return None


def _session(account_id: str, session: Any) -> Holder:
    user = getattr(session, "user", None)
    role = None if user else _role(account_id, session.role_arn)
    own = _tags(user.tags if user else role.tags if role else None)
    begun = getattr(session, "patterns", {})
    given = (session.policy, *begun.get("policies", ()))
    return Holder(
        arn=session.arn,
        user_id=session.user_id,
        role_arn="" if user else session.role_arn,
        session_policies=tuple(one for one in given if one),
        tags={**own, **begun.get("tags", {})},
        issued=begun.get("issued"),
        with_mfa=bool(begun.get("with_mfa")),
    )


def carried(account_id: str, holder: Holder) -> Carried:
    """The policies of the user, or of the role behind the session; none where that has gone meanwhile."""
    backend = _users(account_id)
    if holder.role_arn:
        role = _role(account_id, holder.role_arn)
        if role is None:
            return Carried()
        return Carried(_policies(role), _document(backend, role.permissions_boundary_arn))
    user = next((one for one in backend.users.values() if one.arn == holder.arn), None)
    if user is None:
        return Carried()
    policies = _policies(user)
    for group in backend.groups.values():
        if user in group.users:
            policies |= {f"{name} of group {group.name}": text for name, text in _policies(group).items()}
    return Carried(policies, _document(backend, getattr(user, "permissions_boundary_arn", None)))


def trust(account_id: str, role_arn: str) -> str | None:
    """The trust policy of a role; None where there is no such role."""
    role = _role(account_id, role_arn)
    return None if role is None else str(role.assume_role_policy_document)


def managed(account_id: str, arn: str) -> str | None:
    """The document of a managed policy as it stands; None where there is none."""
    return _document(_users(account_id), arn)


def tags(account_id: str, arn: str) -> dict[str, str]:
    """The tags of a user, role, or policy."""
    backend = _users(account_id)
    of_arn = (*backend.users.values(), *backend.roles.values(), *backend.managed_policies.values())
    found = next((one for one in of_arn if one.arn == arn), None)
    return _tags(found.tags) if found else {}


def lend(
    account_id: str, region: str, arn: str, session_name: str, begun: Mapping[str, Any], seconds: int = 3600
) -> Any:
    """A session's new keys: of a role, or of a user as `GetSessionToken` gives them; None where there is no such one.

    `begun` may have "policies", "tags" and "with_mfa". Trust is not asked.
    """
    from moto.sts.models import AssumedRole

    users, backend = _users(account_id), _backend(account_id)
    user = next((one for one in users.users.values() if one.arn == arn), None)
    if user is None and _role(account_id, arn) is None:
        return None
    kind = AssumedRole if user is None else _user_session()
    made = kind(account_id, region, users.create_temp_access_key(), session_name, arn, "", seconds, "")
    made.user = user
    made.patterns = dict(begun)
    backend.assumed_roles.append(made)
    return made


def _user_session() -> Any:
    from moto.sts.models import AssumedRole

    class UserSession(AssumedRole):  # type: ignore[misc]
        """A user's temporary keys; moto's STS knows only those of roles."""

        arn = property(lambda self: self.role_arn)
        user_id = property(lambda self: self.user.id)

    return UserSession


def _policies(entity: Any) -> dict[str, str]:
    attached = {arn: _text(policy) for arn, policy in entity.managed_policies.items()}
    return {**entity.policies, **attached}


def _document(backend: Any, arn: str | None) -> str | None:
    if not arn:
        return None
    if arn not in backend.managed_policies:
        from patterns.sandbox.services.iam.patches import policies

        policies.load(backend, arn)
    policy = backend.managed_policies.get(arn)
    return None if policy is None else _text(policy)


def _text(policy: Any) -> str:
    for version in policy.versions:
        if version.version_id == policy.default_version_id:
            return str(version.document)
    return str(policy.document)


def _tags(found: Any) -> dict[str, str]:
    if isinstance(found, dict):  # by key, each a pair
        found = found.values()
    return {str(one["Key"]): str(one["Value"]) for one in found or ()}


def _role(account_id: str, arn: str) -> Any:
    backend = _users(account_id)
    return next((role for role in backend.roles.values() if role.arn == arn), None)


def _backend(account_id: str) -> Any:
    from moto.sts.models import sts_backends

    return sts_backends[account_id]["aws"]


def _users(account_id: str) -> Any:
    from moto.iam.models import iam_backends

    return iam_backends[account_id]["aws"]


def administrator(account_id: str) -> str:
    """Whom STS takes for the holder of a key that is nobody's: the one that the account's own clients act as."""
    return str(_backend(account_id).get_caller_identity("", "us-east-1")[1])


def path(account_id: str, kind: str, name: str) -> str | None:
    """The path of a user, role, group or instance profile by its name; None for one that is not there."""
    found = _named(account_id, kind, name)
    return str(found.path) if found is not None else None


def boundary_arn(account_id: str, kind: str, name: str) -> str | None:
    """The ARN of the boundary that a user or role has."""
    return getattr(_named(account_id, kind, name), "permissions_boundary_arn", None) or None


def _named(account_id: str, kind: str, name: str) -> Any:
    backend = _users(account_id)
    kept = {
        "user": backend.users, "role": backend.roles, "group": backend.groups,
        "instance-profile": backend.instance_profiles,
    }  # fmt: skip
    return next((one for one in kept[kind].values() if one.name == name), None)


def is_there(account_id: str, arn: str) -> bool:
    """Whether the account has the user or role with this ARN."""
    backend = _users(account_id)
    return any(one.arn == arn for one in (*backend.users.values(), *backend.roles.values()))


def longest_session(account_id: str, role_arn: str) -> int | None:
    """The seconds that a session of a role may last at most; None where there is no such role."""
    role = _role(account_id, role_arn)
    return None if role is None else int(role.max_session_duration or DEFAULT_SESSION_SECONDS)


def policy(account_id: str, region: str, path: str) -> str | None:
    """The trust policy of the role that a path names; None for what is not a role."""
    return trust(account_id, f"arn:aws:iam::{account_id}:{path}") if path.startswith("role/") else None
