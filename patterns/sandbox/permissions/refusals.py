"""How a service words what it refuses, and its own trouble, as data. Not here: what it asks of IAM before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from patterns.iam.documents import Policy


@dataclass(frozen=True)
class Words:
    """A service's own words for an error; without a status, its protocol decides."""

    code: str
    message: str
    status: int | None = None


@dataclass(frozen=True)
class Wording:
    """How a service words a refusal: code, HTTP status, and the parts of its message."""

    code: str = "AccessDeniedException"
    status: int = 400
    anonymous: str = "Missing Authentication Token"
    begins: str = ""
    action: Callable[[str], str] = str
    resource: str = " on resource: {}"
    names_any: bool = True
    """Whether an action without a resource is said to be on an asterisk."""
    unknown_key: tuple[str, str, int] | None = None
    """Code, message and status for an access key that nobody has, where the protocol does not decide."""
    throttling: Mapping[str, Words] = field(default_factory=dict)
    """What it says when it is asked too much, by operation, "" for all others, where its protocol does not decide."""
    trouble: str = "InternalFailure"
    """The code of an error inside the service."""


@dataclass(frozen=True)
class PolicyDocument:
    """Where a call has a policy, and how the service refuses one that cannot be read: `{why}` is what is wrong with it.

    A policy of a resource says for whom it is (`has_principal`), one of whoever asks does not. `unknown_principal` is
    what the service says where it names somebody who is not there, `{principal}` being who; empty where it does not
    look. `refusal` is what else the service finds wrong with a policy and the parameters it comes with, in its words.
    `words` gives, for a text that cannot be read, what the service says in place of what is wrong: some say little.
    """

    where: str | Callable[[Mapping[str, Any]], Any]
    code: str
    message: str = "{why}"
    has_principal: bool = True
    unknown_principal: str = ""
    refusal: Callable[[Policy, Mapping[str, Any]], str] | None = None
    words: Callable[[Any], str] | None = None
    misplaced_principal: str = ""
    """What the service says of a Principal that is missing or must not be there; empty where it says what is wrong."""

    def given(self, params: Mapping[str, Any]) -> Any:
        """The policy that a call with these parameters brings; None where it brings none."""
        return self.where(params) if callable(self.where) else params.get(self.where)
