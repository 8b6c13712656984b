"""The kinds of parameter a recipe can declare, each with its bounds, unit, help and place on the page.

Not here: deploy-time parameters *of a template*, which CloudFormation validates (`patterns.template.parameters`).

    class SecureBucket(Pattern):
        days: Annotated[int, Parameter(Number(minimum=1, maximum=3650, unit="days", label="Kept", help="..."))] = 30

A kind checks a value itself, so that every message names the parameter, the value, the limit and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class ParameterError(ValueError):
    """A parameter's value is outside its limits; the message names the parameter, the value and the limit."""

    def __init__(self, name: str, value: object, limit: str) -> None:
        super().__init__(f"{name} = {value!r} {limit}")
        self.name = name
        self.value = value
        self.limit = limit


class Rejected(Exception):
    """A kind's refusal of a value, before the parameter's name is known; its text is the limit in words."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What all kinds share: the words a reader sees, and when the choice has an effect.

    `help` is one line on what the choice costs or protects. `group` is the heading on the page.
    `needs` names other parameters and the values they must have for this one to matter: else the page greys it out.
    `deploy_time` names the CloudFormation parameter that stays open in the template, if this is one; it carries the
    recipe's default unless `default_in_template` is off.
    """

    label: str
    help: str
    group: str = "General"
    needs: Sequence[tuple[str, tuple[object, ...]]] = ()
    deploy_time: str | None = None
    default_in_template: bool = True

    def checked(self, value: object) -> object:
        """The value in its own type; raises `Rejected` with the limit in words."""
        raise NotImplementedError

    def parsed(self, text: str) -> object:
        """The value that `text` from a command line stands for; raises `Rejected` when it stands for none."""
        return self.checked(text)

    def choices(self) -> tuple[object, ...]:
        """Values that cover the kind: every choice, or both ends and a middle of a range."""
        raise NotImplementedError

    def limits(self) -> str:
        """The limits in words, as the page and the command line show them."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class Switch(Kind):
    """On or off."""

    WORDS: ClassVar[dict[str, bool]] = {
        "true": True,
        "on": True,
        "yes": True,
        "false": False,
        "off": False,
        "no": False,
    }

    def checked(self, value: object) -> bool:  # noqa: D102
        if not isinstance(value, bool):
            raise Rejected("is not a switch: choose True or False")
        return value

    def parsed(self, text: str) -> bool:  # noqa: D102
        if text.lower() not in self.WORDS:
            raise Rejected("is not a switch: write true or false")
        return self.WORDS[text.lower()]

    def choices(self) -> tuple[bool, ...]:  # noqa: D102
        return (True, False)

    def limits(self) -> str:  # noqa: D102
        return "on or off"


@dataclass(frozen=True, kw_only=True)
class Number(Kind):
    """A whole number between two bounds, both allowed."""

    minimum: int
    maximum: int
    unit: str

    def checked(self, value: object) -> int:  # noqa: D102
        if isinstance(value, bool) or not isinstance(value, int):
            raise Rejected(f"is not a whole number: choose {self.limits()}")
        if value < self.minimum:
            raise Rejected(f"is under the limit of {self.minimum} {self.unit}: choose {self.limits()}")
        if value > self.maximum:
            raise Rejected(f"is over the limit of {self.maximum} {self.unit}: choose {self.limits()}")
        return value

    def parsed(self, text: str) -> int:  # noqa: D102
        if not re.fullmatch(r"[+-]?\d{1,18}", text):
            raise Rejected(f"is not a whole number: choose {self.limits()}")
        return self.checked(int(text))

    def choices(self) -> tuple[int, ...]:  # noqa: D102
        return tuple(sorted({self.minimum, (self.minimum + self.maximum) // 2, self.maximum}))

    def limits(self) -> str:  # noqa: D102
        return f"{self.minimum} to {self.maximum} {self.unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """One of a few named options; `options` maps each value to the words the reader sees."""

    options: dict[str, str]

    def checked(self, value: object) -> str:  # noqa: D102
        if not isinstance(value, str) or value not in self.options:
            raise Rejected(f"is not one of the choices: {self.limits()}")
        return value

    def choices(self) -> tuple[str, ...]:  # noqa: D102
        return tuple(self.options)

    def limits(self) -> str:  # noqa: D102
        return ", ".join(self.options)


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """A short text that matches a whole regular expression; `shape` says in words what it looks like."""

    pattern: str
    shape: str
    maximum: int = 128
    examples: tuple[str, ...]

    def checked(self, value: object) -> str:  # noqa: D102
        if not isinstance(value, str):
            raise Rejected(f"is not text: write {self.limits()}")
        if len(value) > self.maximum:
            raise Rejected(f"is over the limit of {self.maximum} characters: it has {len(value)}")
        if not re.fullmatch(self.pattern, value):
            raise Rejected(f"does not have the right form: write {self.limits()}")
        return value

    def choices(self) -> tuple[str, ...]:  # noqa: D102
        return self.examples

    def limits(self) -> str:  # noqa: D102
        return f"{self.shape}, for example {self.examples[0]}"


@dataclass(frozen=True, kw_only=True)
class Texts(Kind):
    """Several texts of one form, at most `most` of them, none twice."""

    item: Text
    most: int

    def checked(self, value: object) -> tuple[str, ...]:  # noqa: D102
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise Rejected(f"is not a list of texts: write {self.limits()}")
        if len(value) > self.most:
            raise Rejected(f"is over the limit of {self.most} entries: it has {len(value)}")
        entries = tuple(self._entry(entry) for entry in value)
        if len(set(entries)) < len(entries):
            raise Rejected("names an entry twice: write each entry once")
        return entries

    def _entry(self, entry: object) -> str:
        try:
            return self.item.checked(entry)
        except Rejected as refusal:
            raise Rejected(f"holds {entry!r}, which {refusal}") from None

    def parsed(self, text: str) -> tuple[str, ...]:  # noqa: D102
        return self.checked([part.strip() for part in text.split(",") if part.strip()])

    def choices(self) -> tuple[tuple[str, ...], ...]:  # noqa: D102
        found = ((), *((example,) for example in self.item.examples), self.item.examples[: self.most])
        return tuple(dict.fromkeys(found))

    def limits(self) -> str:  # noqa: D102
        return f"up to {self.most} entries, each {self.item.limits()}"


def bounds_as_parameter(kind: Kind) -> dict[str, Any]:
    """The properties of a CloudFormation parameter that hold the same limits as `kind` (Text and Choice only)."""
    if isinstance(kind, Choice):
        return {"Type": "String", "AllowedValues": list(kind.options)}
    if isinstance(kind, Text):
        return {
            "Type": "String",
            "AllowedPattern": kind.pattern,
            "MaxLength": kind.maximum,
            "ConstraintDescription": kind.limits(),
        }
    raise TypeError(f"a deploy-time parameter is a Choice or a Text, not {type(kind).__name__}")
