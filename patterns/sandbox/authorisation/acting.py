"""The clients of somebody of the account: `aws.acting_as(arn).client("s3")`. Not whether they may be that somebody.

A door of the sandbox's own: it does not ask the role's trust policy, which `sts.assume_role` does. So a lesson about
what a role may do needs nobody who may take it on, and one about trust calls STS.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.iam.documents import MalformedPolicy
from patterns.iam.documents import policy as read
from patterns.sandbox.authorisation.signing import signer
from patterns.sandbox.core import arguments
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError
from patterns.sandbox.delivery.http import HttpResponse, request, sent
from patterns.sandbox.services.iam.patches import identities

SESSION = "sandbox"


class ActingAs:
    """A session of one role, or of one user: its clients are held to all its policies."""

    def __init__(self, account: Account, arn: str, session: Any) -> None:
        self._account = account
        self._session = session
        self.arn = arn
        self.principal = str(session.arn)

    def __repr__(self) -> str:
        return f"ActingAs({self.principal!r})"

    def client(self, service: str, **kwargs: Any) -> Any:
        """Return an ordinary boto3 client with the session's keys; `kwargs` are those of `boto3.client`."""
        keys = {
            "aws_access_key_id": self._session.access_key_id,
            "aws_secret_access_key": self._session.secret_access_key,
            "aws_session_token": self._session.session_token,
        }
        return self._account.client(service, **keys, **kwargs)

    def http(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: Any = None
    ) -> HttpResponse:
        """Send a request that the session signs, as `aws.http` sends one that nobody does."""
        by = signer(self._account, self._session.access_key_id)
        return sent(self._account, request(method, url, headers, body, by))


class UnreadablePolicy(SandboxError, MalformedPolicy):
    """A policy given to the sandbox that IAM would refuse; the message says what is wrong with it."""


def require_readable(policy: Any) -> None:
    """Raise `UnreadablePolicy` for what IAM would not take as a policy."""
    try:
        read(policy)
    except MalformedPolicy as error:
        raise UnreadablePolicy(str(error)) from None


def acting_as(
    account: Account,
    arn: str,
    *,
    session_name: str = SESSION,
    policy: str | None = None,
    tags: Mapping[str, str] | None = None,
    mfa: bool = False,
) -> ActingAs:
    """A new session of the role or user with this ARN. Raises `SandboxError` where there is none.

    `policy` limits the session, `tags` are its session tags, `mfa` says that it was begun with a second factor. Raises
    `MalformedPolicy` for a policy that STS would refuse.
    """
    if not isinstance(arn, str):
        raise SandboxError(f"acting_as() takes the ARN of a role or user, got {arn!r}")
    arguments.text(session_name, "session_name")
    if policy is not None:
        require_readable(policy)
    begun = {
        "issued": account.clock.now,
        "policies": (policy,) if policy else (),
        "tags": dict(arguments.mapping(tags or {}, "tags")),
        "with_mfa": mfa,
    }
    # Loads IAM and STS, and gives the keys by a chance of their own.
    account.observer("sts").get_caller_identity()
    with account.chance.drawing("acting as", arn, session_name):
        session = identities.lend(account.account_id, account.region, arn, session_name, begun)
    if session is None:
        raise SandboxError(
            f"there is no role or user {arn!r} in the account: give its whole ARN, as an output of its stack has it"
        )
    return ActingAs(account, arn, session)
