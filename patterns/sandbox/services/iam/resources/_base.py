"""What all IAM types share: who policies hang on, and everything of the account in one call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError, ParamValidationError

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.base import Call
from patterns.sandbox.provider.listed import listed, nothing_changes
from patterns.sandbox.provider.policy_documents import as_text

GONE = frozenset({"NoSuchEntity"})


@dataclass(frozen=True)
class Kind:
    """A kind of identity by IAM's own word for it, and the property under which policies list those they hang on."""

    word: str
    property: str

    def arguments(self, name: str) -> dict[str, str]:
        """The keyword that names such an identity in a call: `RoleName`."""
        return {f"{self.word}Name": name}

    def operation(self, client: Any, verb: str) -> Any:
        """The operation on a policy of such an identity: `attach_role_policy` for "attach"."""
        return getattr(client, f"{verb}_{self.word.lower()}_policy")

    def put(self, client: Any, name: str, policy: str, document: Any) -> None:
        """Put an inline policy."""
        self.operation(client, "put")(**self.arguments(name), PolicyName=policy, PolicyDocument=as_text(document))

    def delete(self, client: Any, name: str, policy: str) -> None:
        """Take an inline policy away; one that is away already is no error."""
        unless_gone(self.operation(client, "delete"), **self.arguments(name), PolicyName=policy)

    def inline(self, described: Mapping[str, Any]) -> dict[str, Any]:
        """Policy name -> document, of the inline policies of an identity."""
        return {
            policy["PolicyName"]: policy["PolicyDocument"] for policy in described.get(f"{self.word}PolicyList", [])
        }


ROLE, USER, GROUP = KINDS = (Kind("Role", "Roles"), Kind("User", "Users"), Kind("Group", "Groups"))

ALL_THAT_IS_MADE = [*(kind.word for kind in KINDS), "LocalManagedPolicy"]
"""The lists of `GetAccountAuthorizationDetails` but for AWS's own policies, of which there are over a thousand."""


def details(account: Account, kind: str) -> list[dict[str, Any]]:
    """One list of `GetAccountAuthorizationDetails`, for reading only; one call answers for all of them."""
    return listed(account, "iam", Call("get_account_authorization_details", kind, {"Filter": ALL_THAT_IS_MADE}))


def identities(account: Account, *kinds: Kind) -> dict[tuple[Kind, str], dict[str, Any]]:
    """(kind, name) -> identity with its inline and attached policies, of all of these kinds, in one call."""
    with nothing_changes():
        return {
            (kind, detail[f"{kind.word}Name"]): detail
            for kind in kinds
            for detail in details(account, f"{kind.word}DetailList")
        }


def places(properties: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    """Kind and name of each identity that a policy's properties list."""
    for kind in KINDS:
        for name in properties.get(kind.property) or ():
            yield kind, name


def attached(described: Mapping[str, Any]) -> list[str]:
    """The ARNs of the managed policies of an identity."""
    return [policy["PolicyArn"] for policy in described.get("AttachedManagedPolicies", [])]


def unless_gone(operation: Any, **arguments: Any) -> None:
    """Call an operation that takes something away; what is away already, or can have no such name, is no error."""
    try:
        operation(**arguments)
    except ParamValidationError:
        return
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
