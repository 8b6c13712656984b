"""A policy that cannot be read is refused when it is given, in the words of the service, and never kept.

Which calls bring one, each service says itself (`Service.policy_documents`); IAM's grammar is the same for all.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
What else a service asks of its policies it says itself (`PolicyDocument.refusal`). Not modelled: the size of a policy.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from patterns.iam.documents import MalformedPolicy, Policy, policy
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import Refused
from patterns.sandbox.core.timeline import Tone
from patterns.sandbox.gateway import Call, Caller, Stage
from patterns.sandbox.permissions import service
from patterns.sandbox.permissions.refusals import PolicyDocument
from patterns.sandbox.services.iam.principals import unknown


def install(account: Account) -> None:
    """Stand before the calls that bring a policy."""
    account.gateway.subscribe(Stage.FORM, partial(_check, account), when=_may_bring_one)


def _may_bring_one(caller: Caller, name: str, operation: str | None, request: Any) -> bool:
    documents = _documents(name)
    return bool(documents) if operation is None else operation in documents


def _documents(name: str) -> Any:
    known = service(name)
    return known.policy_documents if known else {}


def _check(account: Account, call: Call) -> None:
    document = _documents(call.service).get(call.operation)
    given = document.given(call.params) if document else None
    if document is None or not given:
        return
    try:
        read = policy(given)
    except MalformedPolicy as error:
        said = document.words(given) if document.words else ""
        raise _refused(account, call, document, str(error), said) from None
    for why in _misplaced(document, read):
        raise _refused(account, call, document, why, document.misplaced_principal)
    _check_principals(document, read, account.account_id)
    if document.refusal and (message := document.refusal(read, call.params)):
        raise Refused(document.code, message, 400)


def _misplaced(document: PolicyDocument, read: Policy) -> Iterator[str]:
    """What is wrong with each statement that says for whom it is and must not, or does not and must."""
    for statement in read.statements:
        if document.has_principal and statement.principals is None:
            yield f"{statement.name}: a resource's policy must say who it is for, and this has no Principal"
        if not document.has_principal and statement.principals is not None:
            yield f"{statement.name}: an identity's policy must not have a Principal"


def _check_principals(document: PolicyDocument, read: Policy, account_id: str) -> None:
    """Refuse a policy that names somebody who is not there."""
    for statement in read.statements:
        for principal in unknown(statement, account_id) if document.unknown_principal else ():
            raise Refused(document.code, document.unknown_principal.format(principal=principal), 400)


def _refused(account: Account, call: Call, document: PolicyDocument, why: str, said: str) -> Refused:
    """The service's refusal; where it keeps to itself what is wrong, the timeline tells it."""
    if said:
        account.timeline.note("policy", str(call.operation), "is refused", why, Tone.BAD)
    return Refused(document.code, said or document.message.format(why=why), 400)
