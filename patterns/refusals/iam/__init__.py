"""What IAM refuses of policies, how large they are and how many.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: white space does not count.
Messages as users report them: github.com/ministryofjustice/cloud-platform-environments/pull/14473 and
github.com/serverless/serverless/issues/12167.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from patterns.refusals import Question, Refusal, is_decided
from patterns.refusals._policies import Rule, wrong
from patterns.refusals.iam import statements

MOST_MANAGED = 6144
MOST_INLINE = {"role": 10_240, "user": 2048, "group": 5120}
"""Characters of all inline policies of one identity together."""
MOST_ATTACHED = 10
"""Managed policies of one identity, without a quota raised."""
LIMIT, MALFORMED = "LimitExceeded", "MalformedPolicyDocument"
NAME_OF_LETTERS = "It must contain only alphanumeric characters and/or the following: +=,.@_-"
_NAME = re.compile(r"[\w+=,.@-]{1,128}")
SHORTEST_PASSWORD = 8
"""Of an account without a password policy of its own."""


def document(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with a policy that is written as text: it has to be a JSON object."""
    text = asked.get("PolicyDocument")
    if not isinstance(text, str):
        return
    try:
        is_object = isinstance(json.loads(text), dict)
    except ValueError:
        is_object = False
    if not is_object:
        yield MALFORMED, "Syntax errors in policy."


def size(policy: Any) -> int:
    """The characters of a policy, an object or its text, as IAM counts them."""
    given = policy if isinstance(policy, str) else json.dumps(policy, separators=(",", ":"))
    return sum(not letter.isspace() for letter in given)


def managed(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    """A managed policy that is too long."""
    if size(asked["PolicyDocument"]) > MOST_MANAGED:
        yield LIMIT, f"Cannot exceed quota for PolicySize: {MOST_MANAGED}"


def inline(kind: str, name: str, policies: Mapping[str, Any]) -> Iterator[Refusal]:
    """Inline policies (name -> document) that are too long together; `kind` is "role", "user" or "group"."""
    if sum(map(size, policies.values())) > MOST_INLINE[kind]:
        yield LIMIT, f"Maximum policy size of {MOST_INLINE[kind]} bytes exceeded for {kind} {name}"


def attached(kind: str, count: int) -> Iterator[Refusal]:
    """More managed policies than an identity has."""
    if count > MOST_ATTACHED:
        yield LIMIT, f"Cannot exceed quota for PoliciesPer{kind.title()}: {MOST_ATTACHED}"


def password(given: str) -> Iterator[Refusal]:
    """A password that is too short."""
    if len(given) < SHORTEST_PASSWORD:
        said = f"Password should have a minimum length of {SHORTEST_PASSWORD}"
        yield "PasswordPolicyViolation", said


def _trust(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    for message in wrong(asked["AssumeRolePolicyDocument"], statements.trust, has_principal=True):
        yield MALFORMED, message


def _read(rule: Rule) -> Question:
    """What is wrong with the statements of a policy of an identity, its own or one beside it."""

    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        own = asked.get("Policies") or ()
        for one in own:
            if not _NAME.fullmatch(one["PolicyName"]):
                yield "ValidationError", f"The specified value for policyName is invalid. {NAME_OF_LETTERS}"
        for document in [one["PolicyDocument"] for one in own if is_decided(one) or "PolicyDocument" in one]:
            yield from ((MALFORMED, message) for message in wrong(document, rule, has_principal=False))
        if "PolicyDocument" in asked:
            yield from ((MALFORMED, message) for message in wrong(asked["PolicyDocument"], rule, has_principal=False))

    return asking


def _identity(kind: str) -> Question:
    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        written = {policy["PolicyName"]: policy["PolicyDocument"] for policy in asked.get("Policies") or ()}
        yield from inline(kind, "", written)

    return asking


def _attached(kind: str) -> Question:
    def asking(asked: Mapping[str, Any]) -> Iterator[Refusal]:
        yield from attached(kind, len(asked.get("ManagedPolicyArns") or ()))

    return asking


def _login(asked: Mapping[str, Any]) -> Iterator[Refusal]:
    if asked.get("LoginProfile"):
        yield from password(asked["LoginProfile"]["Password"])


_INLINE = _read(statements.inline)
TYPES: Mapping[str, tuple[Question, ...]] = {
    "AWS::IAM::ManagedPolicy": (document, managed, _read(statements.managed)),
    "AWS::IAM::Policy": (_INLINE,),
    "AWS::IAM::RolePolicy": (_INLINE,),
    "AWS::IAM::Role": (_trust, _INLINE, _identity("role"), _attached("role")),
    "AWS::IAM::Group": (_INLINE, _identity("group"), _attached("group")),
    "AWS::IAM::User": (_INLINE, _identity("user"), _attached("user"), _login),
}
