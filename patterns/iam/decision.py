"""What was decided about a request, and why: as data, and in words a new engineer understands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from patterns.iam.applies import Mismatch
from patterns.iam.documents import Statement
from patterns.iam.request import Request

Outcome = Literal["allowed", "explicitDeny", "implicitDeny"]
"""The names of AWS's own policy simulator."""

Kind = Literal["identity", "resource", "boundary", "session", "scp", "rcp", "grant", "publicAccessBlock", "root"]

KINDS: dict[str, str] = {
    "identity": "identity policy",
    "resource": "resource policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "scp": "service control policy",
    "rcp": "resource control policy",
    "grant": "grant of the key",
    "publicAccessBlock": "public access block",
    "root": "root user",
}


@dataclass(frozen=True)
class Reason:
    """What one statement says about the request: it concerns it, or by which element it does not.

    `policy` is the name under which the policy was given, or its place; `statement` is None for what is no policy: a
    grant, a setting, the root user.
    """

    kind: Kind
    policy: str
    statement: Statement | None
    mismatch: Mismatch | None = None
    note: str = ""

    @property
    def applies(self) -> bool:
        """Whether it concerns the request."""
        return self.mismatch is None

    @property
    def where(self) -> str:
        """The policy it is about, in words: "identity policy reader"."""
        return f"{KINDS[self.kind]} {self.policy}".strip()

    def __str__(self) -> str:
        where = self.where
        if self.statement is None:
            return f"{where}: {self.note}"
        verb = "allows" if self.statement.effect == "Allow" else "denies"
        if self.mismatch is None:
            return f"{where}, {self.statement.name}, {verb} it{f': {self.note}' if self.note else ''}"
        return f"{where}, {self.statement.name}, {verb} something else: {self.mismatch}"


@dataclass(frozen=True)
class Change:
    """The smallest change found that turns a refusal: to a statement there is, or a statement that is not there.

    `kind` and `policy` say where; `element` and `value` what to put there. `words` is the whole of it as a sentence.
    """

    kind: Kind
    policy: str
    statement: str
    element: str
    value: str
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Decision:
    """The outcome of a request.

    `decided_by` is the statement that allowed or denied it, None where nothing did; `lacking` the kind of policy in
    which an allowance is missing; `reasons` has every statement of every policy, in the order in which they are asked.
    """

    request: Request
    outcome: Outcome
    reasons: tuple[Reason, ...]
    decided_by: Reason | None = None
    lacking: Kind | None = None
    why: str = ""
    change: Change | None = None

    @property
    def allowed(self) -> bool:
        """Whether the call goes through."""
        return self.outcome == "allowed"

    def explain(self) -> str:
        """The decision, the statement behind it, why each other one does not count, and what would turn it."""
        who, what = self.request.principal, f"{self.request.action} on {self.request.resource}"
        lines = [f"{_VERBS[self.outcome]}: {who} asks for {what}.", self.why]
        lines += [f"  {'•' if reason.applies else '-'} {reason}" for reason in self.reasons]
        if self.change:
            lines.append(f"To allow it: {self.change}")
        return "\n".join(line for line in lines if line)

    def __repr__(self) -> str:
        return f"{_VERBS[self.outcome]}: {self.why}"


_VERBS = {
    "allowed": "Allowed",
    "explicitDeny": "Denied explicitly",
    "implicitDeny": "Denied, because nothing allows it",
}
