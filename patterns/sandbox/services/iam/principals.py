"""Whether the principals that a policy names can be: those of this account must be there when the policy is given.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
Not checked: whether other accounts have whom a policy names, unique ids, sessions, and providers of identities.
"""

from __future__ import annotations

from collections.abc import Iterator

from patterns.iam.documents import Statement
from patterns.iam.principals import may_be, of_account
from patterns.sandbox.services.iam.patches import identities

_OF_SERVICES = "role/aws-service-role/"
"""Roles that services make for themselves, which nobody has to make here."""


def unknown(statement: Statement, account_id: str) -> Iterator[str]:
    """Yield the principals of a statement that cannot be, each as IAM writes it: `"AWS":"arn:..."`."""
    for kind, names in (statement.principals or {}).items():
        for name in names:
            if not may_be(kind, name) or (kind == "AWS" and not _is_there(name, account_id)):
                yield f'"{kind.upper()}":"{name}"'


def _is_there(name: str, account_id: str) -> bool:
    """Whether somebody of this account is there; of others nobody knows."""
    account, whom = of_account(name) or ("", "")
    if account != account_id or whom == "root" or whom.startswith(_OF_SERVICES):
        return True
    return identities.is_there(account_id, name) or name == identities.administrator(account_id)
