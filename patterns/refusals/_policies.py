"""What services refuse of the policies in a template, as far as a statement says it before anything is there.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
Of a statement whose resources or conditions only a deployment settles, the rest is read. Not here: whether whom it
names is in the account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from patterns.iam.documents import MalformedPolicy, Policy, Statement, each, policy
from patterns.iam.principals import may_be
from patterns.refusals import Question, Refusal, Undecided, is_decided

Rule = Callable[[Policy, Mapping[str, Any]], str]
"""What a service finds wrong with a policy that can be read, and the parameters it comes with; empty for nothing."""

MISSING, MISPLACED = "Missing required field Principal", "Policy document should not specify a principal."
_WHOM, _WHAT, _WHEN = ("Principal", "NotPrincipal"), ("Resource", "NotResource"), "Condition"
_ANY = "*"


def resource_policy(
    where: str, code: str, rule: Rule | None = None, *, unknown: str, wording: str = "{why}"
) -> Question:
    """What is wrong with a policy that says for whom it is.

    `unknown` is said of a `{principal}` that cannot be, `wording` of what the grammar does not allow.
    """

    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        if where in asked:
            found = wrong(asked[where], rule, has_principal=True, unknown=unknown, wording=wording)
            yield from ((code, told) for told in found)

    return asking


def wrong(
    document: Any,
    rule: Rule | None,
    *,
    has_principal: bool,
    unknown: str = "Invalid principal in policy: {principal}",
    wording: str = "{why}",
    parameters: Mapping[str, Any] | None = None,
) -> Iterator[str]:
    """What is wrong with a policy, the gravest first; `parameters` are those of the call that brings it."""
    if isinstance(document, Undecided):
        return
    try:
        read = policy(_legible(document))
    except MalformedPolicy as error:
        yield wording.format(why=error)
        return
    if isinstance(document, dict) and document.get("Statement") == []:
        yield wording.format(why="Syntax errors in policy.")
    for statement in read.statements:
        if has_principal != (statement.principals is not None):
            yield wording.format(why=f"{statement.name}: {MISSING if has_principal else MISPLACED}")
        yield from (unknown.format(principal=one) for one in _nobody(statement))
    if rule and (message := rule(read, parameters or {})):
        yield message


def _nobody(statement: Statement) -> Iterator[str]:
    for kind, names in (statement.principals or {}).items():
        yield from (f'"{kind.upper()}":"{name}"' for name in names if not may_be(kind, name))


def _legible(document: Any) -> Any:
    """The policy with what is decided of it."""
    if not isinstance(document, dict) or "Statement" not in document:
        return document
    statements = [_part(one) if isinstance(one, dict) else one for one in each(document["Statement"]) if _is_there(one)]
    return {**document, "Statement": [statement for statement in statements if statement is not None]}


def _is_there(statement: Any) -> bool:
    return isinstance(statement, dict) or is_decided(statement)


def _part(statement: dict[str, Any]) -> dict[str, Any] | None:
    """A statement with anything where nobody knows what about; None where nobody knows whom it lets do what."""
    known = {name: value for name, value in statement.items() if is_decided(value)}
    for name in statement.keys() - known.keys():
        if name in _WHAT:
            known[name] = _ANY
        elif name in _WHOM:
            known[name] = _persons(statement[name])
        elif name != _WHEN:
            return None
    return known


def _persons(given: Any) -> Any:
    """The principals that are decided; everybody where none is, since whoever is meant may be there."""
    if not isinstance(given, dict):
        return _ANY
    known = {kind: [name for name in each(names) if is_decided(name)] for kind, names in given.items()}
    return {kind: names for kind, names in known.items() if names} or _ANY
