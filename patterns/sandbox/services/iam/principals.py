"""Whether the principals that a policy names can be: those of this account must be there when the policy is given.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
Not checked: whether other accounts have whom a policy names, unique ids, sessions, providers of identities, and which
services there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from patterns.iam.documents import Statement
from patterns.sandbox.services.iam.patches import identities

_ACCOUNT = re.compile(r"\d{12}")
_UNIQUE_ID = re.compile(r"A[A-Z]{3}[A-Z0-9]{12,}")
_IAM = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):(root|(?:user|role)/[\w+=,.@/-]+)")
_STS = re.compile(r"arn:aws[\w-]*:sts::\d{12}:(?:assumed-role|federated-user|self)/?.*")
_ORIGIN_ACCESS = re.compile(r"arn:aws[\w-]*:iam::cloudfront:user/.+")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9.-]*\.(amazonaws\.com|amazonaws\.com\.cn|aws\.internal)")
_OF_SERVICES = "role/aws-service-role/"
"""Roles that services make for themselves, which nobody has to make here."""


def unknown(statement: Statement, account_id: str) -> Iterator[str]:
    """Yield the principals of a statement that cannot be, each as IAM writes it: `"AWS":"arn:..."`."""
    for kind, names in (statement.principals or {}).items():
        for name in names:
            if kind == "AWS" and not _may_be(name, account_id):
                yield f'"AWS":"{name}"'
            if kind == "Service" and not _SERVICE.fullmatch(name):
                yield f'"SERVICE":"{name}"'


def _may_be(name: str, account_id: str) -> bool:
    if name == "*" or any(form.fullmatch(name) for form in (_ACCOUNT, _UNIQUE_ID, _STS, _ORIGIN_ACCESS)):
        return True
    named = _IAM.fullmatch(name)
    if named is None:
        return False
    account, whom = named.groups()
    return account != account_id or whom == "root" or whom.startswith(_OF_SERVICES) or _is_there(account_id, name)


def _is_there(account_id: str, arn: str) -> bool:
    return identities.is_there(account_id, arn) or arn == identities.administrator(account_id)
