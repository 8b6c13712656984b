"""Whether a policy is the smallest for some code: what it breaks to take each part of it away, one at a time.

Every run is in a copy of the account as it is now, as a role that has the policy and nothing else; nothing of it stays.
Not here: whether a wildcard could name less, and two parts of which either would do: each is surplus by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from patterns.iam.documents import each
from patterns.sandbox.authorisation.acting import ActingAs, acting_as, require_readable
from patterns.sandbox.authorisation.authoriser import Authoriser
from patterns.sandbox.authorisation.recording import recording
from patterns.sandbox.authorisation.rehearsal import rehearsed
from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import SandboxError

ROLE = "proved"
Verdict = Literal["needed", "not needed", "limits"]
Code = Callable[[ActingAs], object]


@dataclass(frozen=True)
class Removal:
    """One part of a policy, and how the code ran without it.

    `verdict` is "needed" where the code broke: `refusal` says how. It is "not needed" where the code ran on with fewer
    rights, and "limits" where taking the part away gives more rights than before, as every condition of an Allow does.
    """

    statement: str
    element: str
    value: str
    verdict: Verdict
    refusal: str = ""

    def __str__(self) -> str:
        told = f"{self.statement}: {self.element} {self.value}: {self.verdict}"
        return f"{told}: {self.refusal}" if self.refusal else told


@dataclass(frozen=True)
class Proof:
    """What each removal from a policy did to the code, in the order of the policy."""

    removals: tuple[Removal, ...]

    def __repr__(self) -> str:
        limits = sum(removal.verdict == "limits" for removal in self.removals)
        return f"Proof({len(self.needed)} parts needed, {len(self.surplus)} not needed, {limits} limits)"

    def __str__(self) -> str:
        return "\n".join(map(str, self.removals))

    def __iter__(self) -> Iterator[Removal]:
        return iter(self.removals)

    def __len__(self) -> int:
        return len(self.removals)

    @property
    def needed(self) -> tuple[Removal, ...]:
        """What breaks the code when it is taken away."""
        return tuple(removal for removal in self.removals if removal.verdict == "needed")

    @property
    def surplus(self) -> tuple[Removal, ...]:
        """What the policy grants and the code does not need."""
        return tuple(removal for removal in self.removals if removal.verdict == "not needed")

    @property
    def is_smallest(self) -> bool:
        """Whether nothing that grants can be taken away."""
        return not self.surplus


def prove(account: Account, policy: Any, code: Code) -> Proof:
    """What each removal does to the code. Raises `SandboxError` where it does not run with the whole policy.

    The first run is in a copy as well, so that all runs begin at the same state.
    """
    require_readable(policy)
    document = json.loads(policy) if isinstance(policy, str) else policy
    # What a run loads is lost with its copy; loaded here, all copies have it from their start.
    account.observer("iam").list_roles(MaxItems=1)
    loaded, refusals, error = rehearsed(account, lambda: _run(account, document, code))
    if error:
        raise SandboxError(f"the code does not run with the whole policy, so there is nothing to prove: {error}")
    for service in loaded:
        account.observer(service)
    return Proof(tuple(_judged(account, part, code, set(refusals)) for part in _parts(document)))


@dataclass(frozen=True)
class _Part:
    """What can be taken away, and the policy without it."""

    statement: str
    element: str
    value: str
    gives_more: bool
    rest: Mapping[str, Any]


def _judged(account: Account, part: _Part, code: Code, before: set[str]) -> Removal:
    _, refusals, error = rehearsed(account, lambda: _run(account, part.rest, code))
    new = [refusal for refusal in refusals if refusal not in before]
    verdict: Verdict = "limits" if part.gives_more else "not needed"
    if error or new:
        verdict = "needed"
    return Removal(part.statement, part.element, part.value, verdict, error or (new[0] if new else ""))


def _run(account: Account, document: Mapping[str, Any], code: Code) -> tuple[list[str], list[str], str]:
    """(services that were called, refusals, the error that ended the code), as a role with this policy."""
    account.clock.settle()
    iam = account.administrator("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": account.account_id}, "Action": "sts:AssumeRole"}
    arn = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=_text([trust]))["Role"]["Arn"]
    if document["Statement"]:
        iam.put_role_policy(RoleName=ROLE, PolicyName=ROLE, PolicyDocument=json.dumps(document))
    seen, error = len(account.part(Authoriser).denials), ""
    with recording(account) as calls:
        try:
            code(acting_as(account, arn))
        except Exception as raised:
            error = str(raised) or type(raised).__name__
    refusals = [denial.message for denial in list(account.part(Authoriser).denials)[seen:]]
    return list(dict.fromkeys(call.service for call in calls)), refusals, error


def _text(statements: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _parts(document: Mapping[str, Any]) -> Iterator[_Part]:
    """Each action, resource and condition key of each statement, with the policy that is left without it."""
    statements = each(document["Statement"])
    for number, statement in enumerate(statements):
        name = str(statement.get("Sid") or f"statement {number + 1}")
        allows = statement["Effect"] == "Allow"
        for element, value, left in _removals(statement):
            rest = [left if one is statement else one for one in statements]
            narrows = element in ("Action", "Resource")
            whole = {**document, "Statement": [one for one in rest if one is not None]}
            yield _Part(name, element, value, allows != narrows, whole)


def _removals(statement: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any] | None]]:
    """(element, value, the statement without it); None where nothing is left of the statement."""
    for element in ("Action", "NotAction", "Resource", "NotResource"):
        values = each(statement.get(element, []))
        for value in values:
            yield element, value, _without(statement, element, [one for one in values if one is not value])
    for operator, keys in statement.get("Condition", {}).items():
        for key in keys:
            yield "Condition", f"{operator} {key}", _without_key(statement, operator, key)


def _without(statement: Mapping[str, Any], element: str, left: list[str]) -> Mapping[str, Any] | None:
    if left:
        return {**statement, element: left}
    if not element.startswith("Not"):
        return None
    # All but nothing is everything.
    others = {name: value for name, value in statement.items() if name != element}
    return {**others, element.removeprefix("Not"): "*"}


def _without_key(statement: Mapping[str, Any], operator: str, key: str) -> Mapping[str, Any]:
    block = {
        one: {name: values for name, values in keys.items() if (one, name) != (operator, key)}
        for one, keys in statement["Condition"].items()
    }
    left = {one: keys for one, keys in block.items() if keys}
    others = {name: value for name, value in statement.items() if name != "Condition"}
    return {**others, "Condition": left} if left else others
