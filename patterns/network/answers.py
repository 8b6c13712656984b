"""Answers: reachable or not, or it depends; and the reasons, each with the resource that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Verdict = bool | None
"""Yes, no, or None: it depends."""

RANK: Mapping[Verdict, int] = {True: 0, None: 1, False: 2}
"""The better first."""

Level = Literal["route", "address", "network ACL", "security group", "party"]


@dataclass(frozen=True)
class Reason:
    """One thing that was asked on the way: what it says, in a sentence.

    `subject` is the logical id of the resource that decides, empty for what AWS makes implicitly.
    """

    level: Level
    subject: str
    verdict: Verdict
    words: str

    def __str__(self) -> str:
        sign = {True: "✓", False: "✗", None: "?"}[self.verdict]
        return f"{sign} {self.words}"


@dataclass(frozen=True)
class Answer:
    """Whether `source` can start a conversation with `target`; `family` is 4 or 6, the better of the two."""

    source: str
    target: str
    protocol: str
    port: int | None
    reachable: Verdict
    reasons: tuple[Reason, ...]
    family: int = 4

    @property
    def decision(self) -> Reason:
        """The reason that decides: the first obstacle, else the first open point, else the narrowest permission."""
        for verdict in (False, None):
            for reason in self.reasons:
                if reason.verdict is verdict and self.reachable is verdict:
                    return reason
        order: tuple[Level, ...] = ("security group", "network ACL", "address", "route", "party")
        return min(self.reasons, key=lambda reason: (not reason.subject, order.index(reason.level)))

    @property
    def what(self) -> str:
        """Protocol and port: `tcp 443`, `icmp over IPv6`."""
        words = self.protocol if self.port is None else f"{self.protocol} {self.port}"
        return f"{words} over IPv6" if self.family == 6 else words

    def __str__(self) -> str:
        said = {True: "reaches", False: "does not reach", None: "may reach"}[self.reachable]
        lines = "".join(f"\n  {reason}" for reason in self.reasons)
        return f"{self.source} {said} {self.target} by {self.what}:{lines}"

    __repr__ = __str__


def verdict_of(reasons: tuple[Reason, ...] | list[Reason]) -> Verdict:
    """All of it must hold: one no is a no, one open point leaves it open."""
    verdicts = {reason.verdict for reason in reasons}
    return False if False in verdicts else None if None in verdicts else True
