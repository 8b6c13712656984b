"""A template with those nested in it, to be looked at as a whole: one body that holds the resources of all of them.

Nested templates are read from files beside it. Their names begin with that of the stack that nests them, parameters are
what the template around says, and their outputs what they stand for. Nothing is deployed so: the stack engine makes
each by itself. Not here: finding and reading what a template names (`packages`).
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path as File
from typing import Any

from .errors import TemplateError
from .packages import TEMPLATES, Package
from .parameter_types import ParameterType, parameter_type
from .parameters import members
from .references import references
from .source import Document, Elsewhere
from .union import SECTIONS, Body, Renaming, within_text
from .values import sub_parts


def nested_in(packages: Sequence[Package]) -> Iterator[Package]:
    """The packages that are nested templates, as far as they are there."""
    return (package for package in packages if package.place[-1] in TEMPLATES and package.file.is_file())


def whole(document: Document, nested: Mapping[str, tuple[File, Document]]) -> Document:
    """The document with what its nested stacks hold, `nested` by the name of the stack that nests each.

    Each is written out already, and whole itself. Raises `TemplateError` where parameters and outputs do not fit.
    """
    inlined = {name: _Inlined.of(name, document, each) for name, (_, each) in nested.items()}
    body: Body = {
        **document.body,
        "Resources": {**document.body["Resources"], **_without_parameters(document, inlined)},
    }
    for part in inlined.values():
        written = part.body()
        for section in SECTIONS:
            if section != "Outputs" and written[section]:
                body[section] = {**(body.get(section) or {}), **written[section]}
    outputs = {
        f"{name}.Outputs.{key}": value for name, part in inlined.items() for key, value in part.outputs().items()
    }
    settled = {section: _settled(members, outputs, 0) for section, members in body.items()}
    elsewhere = {
        part.named(own): _place(document, nested[name][0], part, own)
        for name, part in inlined.items()
        for own in part.part.body["Resources"]
    }
    return replace(document, body=settled, elsewhere={**document.elsewhere, **elsewhere})


def _without_parameters(document: Document, names: Iterable[str]) -> Body:
    """The nesting stacks without what they say of parameters, which stands where it is used."""
    stacks = {name: document.body["Resources"][name] for name in names}
    said = {name: each.get("Properties") or {} for name, each in stacks.items()}
    return {
        name: {**each, "Properties": {key: value for key, value in said[name].items() if key != "Parameters"}}
        for name, each in stacks.items()
    }


def _place(document: Document, file: File, part: _Inlined, own: str) -> Elsewhere:
    """Where a nested resource stands: in the nested file, or in one that is nested there in its turn."""
    below, around = part.part.elsewhere.get(own), document.folder or File.cwd()
    if below:
        return replace(below, file=os.path.relpath(file.parent / below.file, around), stack=part.named(below.stack))
    return Elsewhere(os.path.relpath(file, around), part.part, own, part.prefix)


@dataclass(frozen=True, eq=False)
class _Inlined(Renaming):
    """A nested template in the names of the one around it.

    `given` are the values of its parameters, and `under` is the condition of its stack.
    """

    given: Mapping[str, Any] = field(default_factory=dict)
    under: str | None = None
    undecided: frozenset[str] = frozenset()
    """Parameters that stay, with values that are not known before something is deployed."""

    @classmethod
    def of(cls, name: str, document: Document, nested: Document) -> _Inlined:
        """The template that a resource of the document nests."""
        stack = document.body["Resources"][name]
        said = (stack.get("Properties") or {}).get("Parameters") or {}
        declared = nested.body.get("Parameters") or {}
        given = {each: _value(form, said.get(each, form.get("Default"))) for each, form in declared.items()}
        around = document.body.get("Parameters") or {}
        sections = [nested.body.get(name) for name in ("Conditions", "Rules")]
        deciding = {reference.target for reference in references(sections, ()) if reference.kind == "Ref"}
        instead = {
            each: value
            for each, value in given.items()
            if value is not None
            and not _type(declared[each]).is_stored
            and (each not in deciding or _may_decide(value, around))
        }
        part = replace(nested, name=f"{document.name}-{name}")
        return cls(name, part, instead, stack.get("Condition"), frozenset(said) - frozenset(instead))

    def instead(self, name: str) -> Any:
        """The value of a parameter."""
        return self.given.get(name, super().instead(name))

    def body(self) -> Body:
        """The part's body, its resources under the condition of the stack as well."""
        body = super().body()
        declared = self.part.body.get("Parameters") or {}
        body["Parameters"] = {
            self.named(name): {
                key: each for key, each in form.items() if key != "Default" or name not in self.undecided
            }
            for name, form in declared.items()
            if name not in self.given
        }
        if self.under:
            for name, resource in body["Resources"].items():
                own = resource.get("Condition")
                both = f"{self.prefix}{self.under}And{own}"
                if own:
                    body["Conditions"][both] = {"Fn::And": [{"Condition": self.under}, {"Condition": own}]}
                body["Resources"][name] = {**resource, "Condition": both if own else self.under}
        return body

    def outputs(self) -> dict[str, Any]:
        """What each output stands for, in the names of the whole."""
        return {name: self._value(form["Value"]) for name, form in (self.part.body.get("Outputs") or {}).items()}


def _may_decide(value: Any, parameters: Container[str]) -> bool:
    """Whether conditions may ask for a value: one that is written down, or that of a parameter."""
    if isinstance(value, list):
        return all(_may_decide(each, parameters) for each in value)
    if not isinstance(value, dict):
        return True
    named = value.get("Ref")
    return isinstance(named, str) and (named in parameters or named.startswith("AWS::"))


def _type(declared: Mapping[str, Any]) -> ParameterType:
    """The type of a parameter; that of a text for one that CloudFormation does not have."""
    return parameter_type(str(declared.get("Type"))) or ParameterType("String")


def _value(declared: Mapping[str, Any], value: Any) -> Any:
    """The value of a parameter as its template uses it: a list is what a text with commas stands for."""
    kind = _type(declared)
    if value is None or kind.is_stored or not kind.is_list:
        return value
    if isinstance(value, str):
        return members(value)
    return value if isinstance(value, list) else _split(value)


def _split(value: Any) -> Any:
    """What a call yields as a list: one that joins a list with commas is that list."""
    joined = value.get("Fn::Join") if isinstance(value, dict) else None
    if isinstance(joined, list) and len(joined) == 2 and joined[0] == ",":
        return joined[1]
    return {"Fn::Split": [",", value]}


def _settled(value: Any, outputs: Mapping[str, Any], depth: int) -> Any:
    """The value with what outputs of nested stacks stand for in the place of references to them."""
    if depth > MOST_DEEP:
        raise TemplateError("Circular dependency between nested stacks")
    if isinstance(value, list):
        return [_settled(each, outputs, depth) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Fn::GetAtt" and (found := _asked(argument)) in outputs:
            return _settled(outputs[found], outputs, depth + 1)
        if name == "Fn::Sub" and (written := _sub(argument, outputs)) is not None:
            return _settled(written, outputs, depth + 1)
    return {key: _settled(each, outputs, depth) for key, each in value.items()}


MOST_DEEP = 50
"""Outputs that lead to outputs; none of a template that can be deployed lead so far."""


def _asked(argument: Any) -> str:
    return ".".join(map(str, argument)) if isinstance(argument, list) else str(argument)


def _sub(argument: Any, outputs: Mapping[str, Any]) -> dict[str, Any] | None:
    """A text of `Fn::Sub` with what outputs stand for; None where it names none."""
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(given, dict):
        return None
    values = dict(given)
    parts = list(sub_parts(text, ()))
    if not any(is_variable and word in outputs and word not in given for is_variable, word in parts):
        return None
    written = "".join(
        word.replace("${", "${!") if not is_variable
        else within_text(outputs[word], word, values) if word in outputs and word not in given
        else f"${{{word}}}"
        for is_variable, word in parts
    )  # fmt: skip
    return {"Fn::Sub": [written, values] if values else written}
