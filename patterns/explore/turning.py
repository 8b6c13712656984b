"""What of a source can be turned: the parameters of a recipe, or those that a template declares.

Not here: how they look on the page (`controls`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from patterns.explore.words import split_words
from patterns.explore.words import spoken as in_words
from patterns.parameters import Choice, Kind, Number, ParameterError, Rejected
from patterns.template.errors import TemplateError
from patterns.template.parameter_types import ParameterType
from patterns.template.parameters import MASK, types, validated
from patterns.template.source import Document, load
from patterns.template.values import spoken

INTERFACE = "AWS::CloudFormation::Interface"
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-interface.html"""

OPEN = "(no value yet)"
MOST_OFFERED = 200
"""More names are no help to choose from; the account has 1,300 images."""

Offers = Callable[[ParameterType], Sequence[str]]
"""From the type of a parameter to what the account has of it, none where it has nothing or there is no account yet."""


@dataclass(frozen=True)
class Turning:
    """The `kinds` of what can be turned by name, the `values` they have now, and how to `turn` one.

    `turn(name, value)` gives the changed source; it raises `ParameterError` for a value that cannot be.
    """

    kinds: Mapping[str, Kind]
    values: Mapping[str, Any]
    turn: Callable[[str, Any], Any]


@dataclass(frozen=True, kw_only=True)
class Declared(Kind):
    """A parameter that a template declares without a list of its values; `offered` are those the account has.

    Whether a value fits, the template decides when it is turned. `hidden` is one with NoEcho.
    """

    offered: tuple[str, ...] = ()
    hidden: bool = False
    shape: str = "text"

    def checked(self, value: object) -> str:  # noqa: D102
        if not isinstance(value, str | int | float):
            raise Rejected("is no text or number")
        return spoken(value)

    def choices(self) -> tuple[str, ...]:  # noqa: D102
        return self.offered

    def limits(self) -> str:  # noqa: D102
        return self.shape


def no_offers(_: ParameterType) -> Sequence[str]:
    """What is offered as long as there is no account."""
    return ()


def turning(source: Any, offers: Offers = no_offers) -> Turning:
    """What can be turned of a pattern, or of any other template. Raises `TemplateError` for one that cannot be read."""
    if hasattr(source, "with_"):
        return Turning(source.parameters(), source.values, lambda name, value: source.with_(**{name: value}))
    document = load(source)
    kinds = dict(_kinds(document, offers))
    values = {name: _value(document, name, kind) for name, kind in kinds.items()}
    return Turning(kinds, values, partial(_turned, document))


def begun(source: Any, given: Mapping[str, Any]) -> Any:
    """The source with parameters as a caller gives them. Raises `ParameterError`."""
    for name, value in given.items():
        turned = turning(source)
        if name not in turned.kinds:
            raise ParameterError(name, value, f"is no parameter: choose one of {', '.join(turned.kinds) or 'none'}")
        source = turned.turn(name, value)
    return source


def shown(value: Any, kind: Kind) -> Any:
    """The value for everybody's eyes: a hidden one as CloudFormation shows it."""
    return MASK if isinstance(kind, Declared) and kind.hidden and value else value


def said(value: Any, kind: Kind) -> str:
    """The value in the reader's words, as far as it is for their eyes, or that there is none."""
    return in_words(shown(value, kind), kind) or OPEN


def _turned(document: Document, name: str, value: Any) -> Document:
    given = {**document.parameters, name: value}
    if value == "":
        del given[name]
    try:
        validated(document, given, strict=False)
    except TemplateError as error:
        raise ParameterError(name, value, f"is refused: {error}") from None
    return replace(document, parameters=given)


def _value(document: Document, name: str, kind: Kind) -> Any:
    value = document.parameters.get(name, document.body["Parameters"][name].get("Default", ""))
    text = ",".join(map(spoken, value)) if isinstance(value, list | tuple) else spoken(value)
    return int(text) if isinstance(kind, Number) else text


def _kinds(document: Document, offers: Offers) -> Iterator[tuple[str, Kind]]:
    """The kinds in the order in which the template wants them shown: grouped ones first."""
    found, declared = types(document), document.body.get("Parameters", {})
    interface = document.body.get("Metadata", {}).get(INTERFACE, {})
    interface = interface if isinstance(interface, Mapping) else {}
    groups = dict(_groups(interface, declared))
    labels = interface.get("ParameterLabels", {})
    for name in (*groups, *(name for name in declared if name not in groups)):
        label = labels.get(name, {}).get("default") if isinstance(labels, Mapping) else None
        made = _kind(declared[name], found[name], offers)
        yield name, replace(made, label=str(label or split_words(name)), group=groups.get(name, "Parameters"))


def _groups(interface: Mapping[str, Any], declared: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for group in interface.get("ParameterGroups") or ():
        label = str((group.get("Label") or {}).get("default", "Parameters"))
        for name in group.get("Parameters") or ():
            if name in declared:
                yield name, label


def _kind(form: Mapping[str, Any], kind: ParameterType, offers: Offers) -> Kind:
    about = str(form.get("Description", ""))
    allowed = [spoken(value) for value in form.get("AllowedValues") or ()]
    if allowed and not kind.is_list:
        open_one = {} if "Default" in form else {"": OPEN}
        return Choice(options={**open_one, **{value: value for value in allowed}}, label="", help=about)
    if (bounds := _whole_bounds(form)) and kind == ParameterType("Number"):
        return Number(minimum=bounds[0], maximum=bounds[1], unit="", label="", help=about)
    hidden = spoken(form.get("NoEcho", False)).lower() == "true"
    offered = tuple(allowed or offers(kind))
    offered = offered if len(offered) <= MOST_OFFERED else ()
    shape = ", of ".join(filter(None, (_shape(form, kind), ", ".join(offered) if kind.is_list else "")))
    return Declared(
        offered=() if kind.is_list else offered, hidden=hidden, shape=shape, label="", help=about,
    )  # fmt: skip


def _whole_bounds(form: Mapping[str, Any]) -> tuple[int, int] | None:
    """The bounds of a whole number that has both and a default; else a text says it as well."""
    texts = [spoken(form.get(name, "")) for name in ("MinValue", "MaxValue", "Default")]
    if not all(text.lstrip("-").isdecimal() for text in texts):
        return None
    return int(texts[0]), int(texts[1])


def _shape(form: Mapping[str, Any], kind: ParameterType) -> str:
    """What a value looks like, in words."""
    if said := form.get("ConstraintDescription"):
        return str(said)
    item = "number" if kind.item == "Number" else "text" if kind.item == "String" else kind.item
    words = f"{item}s, separated by commas" if kind.is_list else item
    if kind.is_stored:
        words = f"the name under which the parameter store holds the {words}"
    limits = [f"{label} {form[name]}" for name, label in _LIMITS.items() if name in form]
    return ", ".join([words, *limits])


_LIMITS = {
    "MinValue": "at least", "MaxValue": "at most", "MinLength": "characters: at least",
    "MaxLength": "characters: at most", "AllowedPattern": "like",
}  # fmt: skip
