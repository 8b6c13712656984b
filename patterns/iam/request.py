"""Who asks for what, with what around it; and the policies that may have a say in it. Not what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Value = str | bool | int | float | Sequence[str]
"""A condition key's value: one, or the several of a multivalued key."""

ANONYMOUS = "*"
BY_NAME = "<"
_SERVICES = (".amazonaws.com", ".amazonaws.com.cn")


class InvalidRequest(ValueError):
    """A request that cannot be asked about; the message says what is wrong with it."""


@dataclass(frozen=True)
class Principal:
    """Who asks, taken apart: an ARN, "*" for somebody unknown, or a service such as "logging.s3.amazonaws.com"."""

    arn: str

    def __post_init__(self) -> None:
        if not (self.is_anonymous or self.is_service or self.arn.count(":") >= 5):
            raise InvalidRequest(
                f"principal {self.arn!r} is not the ARN of a user, role or session, nor a service, nor {ANONYMOUS!r}"
            )

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody signed the request."""
        return self.arn == ANONYMOUS

    @property
    def is_service(self) -> bool:
        """Whether a service of AWS asks in its own name."""
        return ":" not in self.arn and self.arn.endswith(_SERVICES)

    @property
    def account(self) -> str:
        """The number of the account; empty for a service and for nobody."""
        return "" if self.is_anonymous or self.is_service else self.arn.split(":")[4]

    @property
    def kind(self) -> str:
        """What it is: "user", "role", "assumed-role", "federated-user", "root", "service" or "anonymous"."""
        if self.is_anonymous or self.is_service:
            return "anonymous" if self.is_anonymous else "service"
        return self.arn.split(":", 5)[5].split("/")[0]

    @property
    def name(self) -> str:
        """The last part of its path: the name of a user or role, the session of an assumed role."""
        return self.arn.rpartition("/")[2] if "/" in self.arn else self.arn.rpartition(":")[2]

    @property
    def is_root(self) -> bool:
        """Whether it is the root user of an account."""
        return self.kind == "root"

    @property
    def role(self) -> str:
        """The ARN of the role behind a session, as far as the session's ARN tells it: a role's path it does not."""
        if self.kind == "role":
            return self.arn
        if self.kind != "assumed-role":
            return ""
        partition, name = self.arn.split(":")[1], self.arn.split("/")[1]
        return f"arn:{partition}:iam::{self.account}:role/{name}"

    @property
    def root(self) -> str:
        """The ARN by which a policy names its whole account; empty for a service and for nobody."""
        return f"arn:{self.arn.split(':')[1]}:iam::{self.account}:root" if self.account else ""


@dataclass(frozen=True)
class Request:
    """One call as IAM sees it.

    `principal` is an ARN, a service, or "*"; `action` "s3:GetObject"; `resource` an ARN, or "*" for actions without, or
    "<Bucket.Arn>/a" for an ARN that only a deployment of a template settles, in whose policies it stands as well;
    `resource_account` the account that owns the resource, the principal's own unless said otherwise; `context` the
    condition keys, whose names ignore case. Keys that follow from the rest (`aws:PrincipalArn`, `aws:PrincipalAccount`,
    `aws:PrincipalType`, `aws:username`, `aws:ResourceAccount`) need not be given. Raises `InvalidRequest`.
    """

    principal: str
    action: str
    resource: str = "*"
    resource_account: str | None = None
    context: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.action.count(":") != 1 or not all(self.action.split(":")):
            raise InvalidRequest(f"action {self.action!r} is not a service, a colon and a name, as in s3:GetObject")
        if self.resource != "*" and not self.resource.startswith(("arn:", BY_NAME)):
            raise InvalidRequest(f"resource {self.resource!r} is neither an ARN nor '*'")
        Principal(self.principal)

    @cached_property
    def who(self) -> Principal:
        """The principal, taken apart."""
        return Principal(self.principal)

    @cached_property
    def owner(self) -> str:
        """The account that owns the resource."""
        if self.resource_account:
            return self.resource_account
        parts = self.resource.split(":")
        return (parts[4] if len(parts) > 4 else "") or self.who.account

    @property
    def crosses_accounts(self) -> bool:
        """Whether the principal belongs to another account than the resource."""
        return bool(self.who.account) and self.who.account != self.owner

    @property
    def service(self) -> str:
        """The prefix of the action: "s3"."""
        return self.action.partition(":")[0].lower()

    @cached_property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The values of every condition key, by its name in lower case; a key without values is there and empty."""
        given = {name.lower(): _values(value) for name, value in self.context.items()}
        return {**_implied(self), **given}

    def value(self, key: str) -> str | None:
        """The single value of a key; None where the request has none, or several."""
        found = self.keys.get(key.lower(), ())
        return found[0] if len(found) == 1 else None


def _values(value: Value) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (str(value).lower(),)
    if isinstance(value, str | int | float):
        return (str(value),)
    return tuple(str(one) for one in value)


def _implied(request: Request) -> dict[str, tuple[str, ...]]:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html."""
    who = request.who
    found = {"aws:principaltype": _TYPES.get(who.kind, ""), "aws:resourceaccount": request.owner}
    if who.account:
        found["aws:principalarn"] = who.role or who.arn
        found["aws:principalaccount"] = who.account
    if who.kind == "user":
        found["aws:username"] = who.name
    if who.is_service:
        found["aws:principalservicename"] = who.arn
    found["aws:principalisawsservice"] = str(who.is_service).lower()
    return {name: (value,) for name, value in found.items() if value}


_TYPES = {
    "user": "User",
    "role": "AssumedRole",
    "assumed-role": "AssumedRole",
    "federated-user": "FederatedUser",
    "root": "Account",
    "anonymous": "Anonymous",
}


@dataclass(frozen=True)
class Grant:
    """A grant of a KMS key: who may do what with it, under which encryption context.

    https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
    """

    grantee: str
    operations: frozenset[str]
    context_equals: Mapping[str, str] | None = None
    context_subset: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Policies:
    """Every policy that may have a say, as documents: mappings, or their JSON text.

    `identity`, `boundary` and `session` are those of the principal: by name, at most one, at most one. `resource` is
    the resource's own: a bucket or key policy, a role's trust policy. `scps` and `rcps` are lists of policies, one for
    each level from the root of the organisation down to the account; None outside of an organisation. `grants` are a
    KMS key's; `public_access_block` the four settings of S3 that hold for a bucket, by the names S3 gives them.
    """

    identity: Mapping[str, Any] = field(default_factory=dict)
    resource: Any = None
    boundary: Any = None
    session: Any = None
    scps: Sequence[Sequence[Any]] | None = None
    rcps: Sequence[Sequence[Any]] | None = None
    grants: Sequence[Grant] = ()
    public_access_block: Mapping[str, bool] | None = None
