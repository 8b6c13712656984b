"""The values of a template's deploy-time parameters, checked as CloudFormation checks them. Refs are `scope`'s.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
Not here: what an account holds under a name or an id; the sandbox looks that up when it deploys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from patterns.expressions import Expression, ExpressionError

from .errors import ParameterError, Path, TemplateError
from .parameter_types import ParameterType, known_types, parameter_type
from .source import Document
from .values import Unknown, shown, spoken

Value = str | list[str] | Unknown

MASK = "****"
MAX_BYTES = 4096
_ATTRIBUTES = (
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?")


def validated(
    document: Document, given: Mapping[str, Any], *, stored: Mapping[str, str] | None = None, strict: bool = True
) -> dict[str, Value]:
    """Return the value of every declared parameter: a text, for the list types a list of texts, as Ref yields it.

    A given value may be a text, number, truth value or list. `stored` holds, for parameters of the types
    `AWS::SSM::Parameter::Value<...>`, what is stored under the name given; without it such a value is Unknown, and
    reads "{{resolve:ssm:name}}". A parameter with neither value nor default is an Unknown, or, if `strict`, an error.
    Raises ParameterError, in CloudFormation's words, for values missing, undeclared or outside their constraints.
    """
    declared = document.body.get("Parameters", {})
    with document.locating():
        checked = {name: _checked_declaration(name, form) for name, form in declared.items()}
        undeclared = [name for name in given if name not in declared]
        if undeclared:
            raise ParameterError(f"Parameters: [{', '.join(map(str, undeclared))}] do not exist in the template")
        values = {**{name: form["Default"] for name, form in checked.items() if "Default" in form}, **given}
        missing = [name for name in declared if name not in values]
        if missing and strict:
            raise ParameterError(
                f"Parameters: [{', '.join(missing)}] must have values", path=("Parameters", missing[0])
            )
        return {name: _value(name, form, values, stored or {}) for name, form in checked.items()}


def given_values(values: Any) -> Mapping[str, Any]:
    """The values that a caller gives for parameters, none for None. Raises ParameterError for what is no mapping."""
    if values is not None and not isinstance(values, Mapping):
        raise ParameterError(f"Parameters must be a mapping of names to values, not a {type(values).__name__}")
    return values or {}


def types(document: Document) -> dict[str, ParameterType]:
    """Return the type of every declared parameter; raises TemplateError for one that CloudFormation does not have."""
    with document.locating():
        declared = document.body.get("Parameters", {})
        return {name: _type(_checked_declaration(name, form), name) for name, form in declared.items()}


def stored_names(document: Document, given: Mapping[str, Any]) -> dict[str, str]:
    """Return, by parameter, the name its value is stored under, for the types `AWS::SSM::Parameter::Value<...>`.

    Raises what `validated` raises for the values given.
    """
    kinds = {name: kind for name, kind in types(document).items() if kind.is_stored}
    if kinds:
        validated(document, given)
    declared = document.body.get("Parameters", {})
    return {name: spoken(given.get(name, declared[name].get("Default"))) for name in kinds}


def masked(document: Document, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as CloudFormation shows them: those of parameters with NoEcho are replaced by "****"."""
    declared = document.body.get("Parameters", {})
    secret = {name for name, form in declared.items() if spoken(form.get("NoEcho", False)).lower() == "true"}
    return {name: MASK if name in secret else value for name, value in values.items()}


def _checked_declaration(name: str, form: dict[str, Any]) -> dict[str, Any]:
    path: Path = ("Parameters", name)
    unknown = [attribute for attribute in form if attribute not in _ATTRIBUTES]
    if unknown:
        message = f"Invalid template parameter property '{unknown[0]}'; known are {', '.join(_ATTRIBUTES)}"
        raise TemplateError(message, path=(*path, unknown[0]))
    _type(form, name)
    for attribute in ("Default", "ConstraintDescription"):
        if isinstance(form.get(attribute, ""), dict | list):
            message = f"Template format error: Every {attribute} member must be a string."
            raise TemplateError(message, path=(*path, attribute))
    return form


def _type(form: Mapping[str, Any], name: str) -> ParameterType:
    kind = parameter_type(str(form["Type"]))
    if kind is None:
        message = f"Template format error: Unrecognized parameter type: {form['Type']}; known are {known_types()}"
        raise TemplateError(message, path=("Parameters", name, "Type"))
    return kind


def _text(name: str, value: Any) -> str:
    path: Path = ("Parameters", name)
    if not isinstance(value, str | bool | int | float):
        message = f"Parameter '{name}' must be a text, a number or a list, not {type(value).__name__}"
        raise ParameterError(message, path=path)
    if isinstance(value, int) and abs(value) >= 10**MAX_BYTES:
        message = f"Parameter '{name}' must be at most {MAX_BYTES} bytes, and the number has more digits"
        raise ParameterError(message, path=path)
    return spoken(value)


def _value(name: str, form: dict[str, Any], values: Mapping[str, Any], stored: Mapping[str, str]) -> Value:
    if name not in values:
        return Unknown(f"${{{name}}}", frozenset({(name, "Ref")}))
    value = values[name]
    if isinstance(value, Unknown):
        return value
    kind = _type(form, name)
    is_list = isinstance(value, list | tuple)
    text = ",".join(_text(name, item) for item in value) if is_list else _text(name, value)
    if kind.is_stored:
        _Constraint(name, form, ParameterType("String")).check(text, [text])
        if name not in stored:
            return Unknown(f"{{{{resolve:ssm:{text}}}}}", frozenset({(name, "Ref")}))
        return members(stored[name]) if kind.is_list else stored[name]
    parts = members(text) if kind.is_list else [text]
    _Constraint(name, form, kind).check(text, parts)
    return parts if kind.is_list else text


def members(text: str) -> list[str]:
    """The members of a list: an empty text is a list of one empty text, in CloudFormation as in Java.

    https://github.com/aws-cloudformation/cfn-language-discussion/issues/102
    """
    return [part.strip() for part in text.split(",")]


@dataclass(frozen=True)
class _Constraint:
    """The constraints that one parameter declares."""

    name: str
    form: Mapping[str, Any]
    kind: ParameterType

    def check(self, text: str, parts: list[str]) -> None:
        """Raise ParameterError at the first constraint that the value, or a member of a list, does not meet."""
        size = len(text.encode(errors="replace"))
        if size > MAX_BYTES:
            raise self._error(f"must be at most {MAX_BYTES} bytes", f"{size} bytes", described=False)
        for part in parts:
            self._check_number(part)
            self._check_choice(part)
            self._check_text(part)

    def _check_number(self, text: str) -> None:
        if self.kind.item != "Number":
            return
        if not _NUMBER.fullmatch(text):
            raise self._error("must be a number", text, described=False)
        if "MinValue" in self.form and float(text) < self._limit("MinValue"):
            raise self._error(f"must be a number not less than {self.form['MinValue']}", text)
        if "MaxValue" in self.form and float(text) > self._limit("MaxValue"):
            raise self._error(f"must be a number not greater than {self.form['MaxValue']}", text)

    def _check_choice(self, text: str) -> None:
        choices = self.form.get("AllowedValues")
        if choices is None:
            return
        if not isinstance(choices, list):
            raise self._malformed("AllowedValues", "a list")
        allowed = [spoken(choice) for choice in choices]
        if text not in allowed:
            raise self._error(f"must be one of AllowedValues [{', '.join(allowed)}]", text)

    def _check_text(self, text: str) -> None:
        pattern = self.form.get("AllowedPattern")
        if pattern is not None and not self._fits(str(pattern), text):
            raise self._error(f"must match pattern {pattern}", text)
        if self.kind.item != "String" or self.kind.is_list:
            return
        if "MinLength" in self.form and len(text) < self._limit("MinLength"):
            raise self._error(f"must contain at least {self.form['MinLength']} characters", text)
        if "MaxLength" in self.form and len(text) > self._limit("MaxLength"):
            raise self._error(f"must contain at most {self.form['MaxLength']} characters", text)

    def _limit(self, attribute: str) -> float:
        limit = spoken(self.form[attribute])
        if not _NUMBER.fullmatch(limit):
            raise self._malformed(attribute, "a number")
        return float(limit)

    def _fits(self, pattern: str, text: str) -> bool:
        try:
            return Expression(pattern).fullmatch(text)
        except ExpressionError as error:
            raise self._malformed("AllowedPattern", f"a regular expression that can be decided ({error})") from None

    def _malformed(self, attribute: str, what: str) -> TemplateError:
        message = f"Template format error: {attribute} of parameter {self.name} must be {what}"
        return TemplateError(message, path=("Parameters", self.name, attribute))

    def _error(self, rule: str, value: str, *, described: bool = True) -> ParameterError:
        """Return the error; a ConstraintDescription takes the rule's place, and a secret value is not shown."""
        description = self.form.get("ConstraintDescription") if described else None
        said = f"failed to satisfy constraint: {description}" if description else rule
        secret = spoken(self.form.get("NoEcho", False)).lower() == "true"
        given = shown(MASK if secret else value)
        return ParameterError(f"Parameter '{self.name}' {said} (given: {given})", path=("Parameters", self.name))
