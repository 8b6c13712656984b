"""A question put to the reader: an exercise, settled by what happens in the account, never by comparing texts.

Not here: the exercises themselves (`patterns/exercises/`), or which there are (`catalogue`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape
from typing import Any

from patterns import progress
from patterns.trial import SEED, Lacking, NotDeployed, Trial, on_trial

QUIET = "color:#5b6570"
HANGING = "list-style:none;margin:4px 0;padding-left:1.15em;text-indent:-1.15em"
"""Of a list whose marks are in its text: a long line goes on below its first word, not below the mark."""


class Kind(StrEnum):
    """What an exercise asks for: a forecast, a fixed template, or a template of the reader's own."""

    PREDICT = "Predict"
    FIX = "Fix"
    BUILD = "Build"


@dataclass(frozen=True)
class Condition:
    """One sentence that must hold; `missing` tries it, and returns what was seen instead, or "" where it holds."""

    says: str
    missing: Callable[[Trial], str]

    def judge(self, trial: Trial) -> Judgement:
        """The judgement on a trial; what goes wrong on the way is a judgement too, and never raised."""
        try:
            return Judgement(self.says, self.missing(trial))
        except Exception as error:  # the answer is the reader's: whatever it does is to be told, not to stop the page
            return Judgement(self.says, _told(error))


@dataclass(frozen=True)
class Judgement:
    """A condition, and what was seen where it does not hold."""

    says: str
    seen: str

    @property
    def holds(self) -> bool:
        """Whether the condition holds."""
        return not self.seen


@dataclass(frozen=True)
class Result:
    """What came of an answer: every condition judged; none of them, where no answer was given."""

    name: str
    judgements: tuple[Judgement, ...]
    waiting: tuple[str, ...] = ()

    @property
    def solved(self) -> bool:
        """Whether an answer was given and every condition holds."""
        return not self.waiting and all(judgement.holds for judgement in self.judgements)

    @property
    def verdict(self) -> str:
        """The result in a few words."""
        if self.waiting:
            return "no answer yet"
        held = sum(judgement.holds for judgement in self.judgements)
        return "solved" if self.solved else f"{held} of {len(self.judgements)} hold"

    @property
    def lines(self) -> tuple[str, ...]:
        """Every condition on a line, with a mark, and what was seen."""
        judged = (
            f"✓ {judgement.says}" if judgement.holds else f"✗ {judgement.says}: {judgement.seen}"
            for judgement in self.judgements
        )
        return (*judged, *(f"· {says}" for says in self.waiting))

    def __repr__(self) -> str:
        return "\n".join([f"{self.name}: {self.verdict}", *(f"  {line}" for line in self.lines)])

    def _repr_html_(self) -> str:
        rows = "".join(f"<li>{escape(line)}</li>" for line in self.lines)
        return f'<p><b>{escape(self.name)}</b>: {escape(self.verdict)}</p><ul style="{HANGING}">{rows}</ul>'


@dataclass(frozen=True)
class Exercise:
    """A question with the conditions that settle it, and hints that unfold one by one.

    `start` is the template to begin with, for one to fix. `name` is unique in the cookbook.
    """

    name: str
    kind: Kind
    question: str
    conditions: tuple[Condition, ...]
    hints: tuple[str, ...]
    start: str = ""

    def check(self, answer: Any = None, *, parameters: Mapping[str, Any] | None = None) -> Result:
        """The judgement on an answer, condition by condition; without one, the conditions.

        Templates are deployed into an account of the trial's own, with `parameters` for their deploy-time parameters;
        those that a recipe's template leaves open have the recipe's values. The account that lives stays as it is.
        Never raises: an answer that cannot be used is a condition that does not hold, with the reason.
        """
        if answer is None:
            progress.shown(self.name)
            return Result(self.name, (), tuple(condition.says for condition in self.conditions))
        try:
            judgements = on_trial(answer, parameters, self._judged)
        except Exception as error:  # the copy in which it is tried was interrupted, or took too long
            judgements = (Judgement("the answer can be tried", _told(error)),)
        result = Result(self.name, judgements)
        if not (isinstance(answer, str) and answer == self.start):  # pages show it as it stands: that is no try
            passed, missed = (
                [judgement.says for judgement in judgements if judgement.holds is holds] for holds in (True, False)
            )
            progress.record(self.name, passed=passed, missed=missed, seed=SEED)
        return result

    def with_conditions(self, *further: Condition) -> Exercise:
        """This exercise with more conditions; one with a sentence that is there already gets a number."""
        conditions = list(self.conditions)
        for one in further:
            taken = {condition.says for condition in conditions}
            numbered = (f"{one.says} ({number})" for number in range(2, len(taken) + 3))
            says = one.says if one.says not in taken else next(says for says in numbered if says not in taken)
            conditions.append(replace(one, says=says))
        return replace(self, conditions=tuple(conditions))

    def _judged(self, trial: Trial) -> tuple[Judgement, ...]:
        return tuple(condition.judge(trial) for condition in self.conditions)

    def __repr__(self) -> str:
        progress.shown(self.name)
        return f"{self.kind} ({self.name}): {self.question}\n{len(self.hints)} hints"

    def _repr_html_(self) -> str:
        progress.shown(self.name)
        hints = "".join(
            f"<details><summary>Hint {number}</summary><p>{escape(hint)}</p></details>"
            for number, hint in enumerate(self.hints, 1)
        )
        return (
            f'<p><b>{self.kind}</b> <span style="{QUIET}">{escape(self.name)}</span></p>'
            f"<p>{escape(self.question)}</p>{hints}"
        )


def _told(error: Exception) -> str:
    """An error in words for the reader: ours and AWS's as they are; any other means an answer of an unforeseen form."""
    from botocore.exceptions import ClientError

    from patterns.parameters import ParameterError
    from patterns.sandbox.core.errors import SandboxError
    from patterns.template.errors import TemplateError

    if isinstance(error, (SandboxError, TemplateError, ParameterError, ClientError, NotDeployed, Lacking)):
        return str(error)
    return "this answer is of another form than the question asks for: compare it with the question, and with its hints"
