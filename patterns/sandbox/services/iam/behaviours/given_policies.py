"""A policy that cannot be read is refused when it is given, in the words of the service, and never kept.

Which calls bring one, each service says itself (`Service.policy_documents`); IAM's grammar is the same for all.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
Not modelled: what IAM checks beyond its grammar, such as principals that must be there, and the size of a policy.
"""

from __future__ import annotations

from typing import Any

from patterns.iam.documents import MalformedPolicy, policy
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.permissions import service
from patterns.sandbox.permissions.refusals import PolicyDocument


def install(account: Account) -> None:
    """Stand before the calls that bring a policy."""
    account.gateway.subscribe(Stage.FORM, _check, when=_may_bring_one)


def _may_bring_one(caller: Caller, name: str, operation: str | None, request: Any) -> bool:
    documents = _documents(name)
    return bool(documents) if operation is None else operation in documents


def _documents(name: str) -> Any:
    known = service(name)
    return known.policy_documents if known else {}


def _check(call: Call) -> None:
    document = _documents(call.service).get(call.operation)
    given = document.given(call.params) if document else None
    if document is None or not given:
        return
    try:
        statements = policy(given).statements
    except MalformedPolicy as error:
        raise _refused(document, str(error)) from None
    for statement in statements:
        if document.has_principal and statement.principals is None:
            why = f"{statement.name}: a resource's policy must say who it is for, and this has no Principal"
            raise _refused(document, why)
        if not document.has_principal and statement.principals is not None:
            raise _refused(document, f"{statement.name}: an identity's policy must not have a Principal")


def _refused(document: PolicyDocument, why: str) -> Refused:
    return Refused(document.code, document.message.format(why=why), 400)
