"""What CloudFormation settles before it takes any branch: mappings, names of exports and imports, names functions make.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
Not here: what an expression yields where it is needed (`scope`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .errors import Path, TemplateError
from .intrinsics import PSEUDO_PARAMETERS, intrinsic
from .references import EVALUATED, references
from .scope import Scope
from .source import Document
from .values import Unknown, spoken

_EXPORT = re.compile(r"[A-Za-z0-9:-]+")
_ON_RESOURCES = "must not depend on any resources, imported values, or Fn::GetAZs"
_EARLIER = ("Conditions", "Rules")
"""The sections that are settled before the others: a function that makes a name may ask for a condition."""


def check(document: Document, scope: Scope) -> None:
    """Raise TemplateError for a key that no mapping has, and for names of exports and imports that are not fixed.

    A FindInMap is looked up wherever it stands, also in a branch or for a resource that is not made:
    https://github.com/DataDog/cloudformation-template/pull/304.
    """
    for path, expression in _expressions(document):
        for name, argument, where in _calls(expression, path):
            if name == "Fn::FindInMap":
                scope.value({name: argument}, where[:-1])
            elif name == "Fn::ImportValue" and not _is_fixed(document, argument, where):
                raise TemplateError(f"Template error: the attribute in Fn::ImportValue {_ON_RESOURCES}", path=where)
    for name, output in document.body.get("Outputs", {}).items():
        where = ("Outputs", name, "Export", "Name")
        if "Export" in output and not _is_fixed(document, output["Export"]["Name"], where):
            message = f"Output {name} is malformed. The Name field of Export {_ON_RESOURCES}."
            raise TemplateError(f"Template format error: {message}", path=where)


def check_export(output: str, name: Any) -> None:
    """Raise TemplateError for a name under which CloudFormation exports nothing; one still Unknown passes."""
    if isinstance(name, Unknown) or (not isinstance(name, list | dict) and _EXPORT.fullmatch(spoken(name))):
        return
    message = (
        f"Template format error: Output {output} is malformed. The Name field of every Export member must be specified "
        f"and consist only of alphanumeric characters, colons, or hyphens: {name!r} does not"
    )
    raise TemplateError(message, path=("Outputs", output, "Export", "Name"))


def check_unique(exports: Sequence[Any]) -> None:
    """Raise TemplateError where two outputs are exported under one name; names still Unknown, and None, pass.

    In the words of https://github.com/compose-x/ecs_composex/issues/444.
    """
    names = [spoken(name) for name in exports if name is not None and not isinstance(name, Unknown)]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        told = f"The Outputs section contains duplicate Export names: [{', '.join(twice)}]."
        raise TemplateError(f"Template format error: {told} Specify a unique name for each export.", path=("Outputs",))


def with_names(document: Document, scope: Scope, *, early: bool) -> Document:
    """Return the document with every Ref and Fn::GetAtt whose name a function makes naming what that function yields.

    So does the transform AWS::LanguageExtensions, before anything else is looked at. `early` is about the sections that
    are settled first, conditions and rules; otherwise about all others.
    """
    sections = [name for name in ("Resources", "Outputs", *_EARLIER) if (name in _EARLIER) is early]
    body = dict(document.body)
    for section in sections:
        if section in body:
            body[section] = _named(body[section], (section,), scope)
    return replace(document, body=body)


def _named(value: Any, path: Path, scope: Scope) -> Any:
    call = intrinsic(value)
    if call is not None:
        name, argument = call
        if name == "Ref":
            return {name: _name(argument, (*path, name), scope)}
        if name == "Fn::GetAtt" and isinstance(argument, list):
            return {name: [_name(part, (*path, name, index), scope) for index, part in enumerate(argument)]}
    if isinstance(value, dict):
        return {key: _named(member, (*path, key), scope) for key, member in value.items()}
    return (
        [_named(item, (*path, index), scope) for index, item in enumerate(value)] if isinstance(value, list) else value
    )


def _name(argument: Any, path: Path, scope: Scope) -> Any:
    """The name that an argument stands for; the argument itself while that is not known."""
    if intrinsic(argument) is None:
        return argument
    found = scope.value(argument, path)
    return argument if isinstance(found, Unknown | list | dict) else spoken(found)


def _expressions(document: Document) -> Iterator[tuple[Path, Any]]:
    for logical_id, resource in document.body["Resources"].items():
        for attribute in EVALUATED:
            if attribute in resource:
                yield ("Resources", logical_id, attribute), resource[attribute]
    for name, output in document.body.get("Outputs", {}).items():
        for member in ("Value", "Export"):
            if member in output:
                yield ("Outputs", name, member), output[member]


def _calls(expression: Any, path: Path) -> Iterator[tuple[str, Any, Path]]:
    """Yield every function call in an expression, the inner ones too, with the path of its argument."""
    call = intrinsic(expression)
    if call is not None:
        yield call[0], call[1], (*path, call[0])
    members = expression.items() if isinstance(expression, dict) else ()
    for key, member in enumerate(expression) if isinstance(expression, list) else members:
        yield from _calls(member, (*path, key))


def _is_fixed(document: Document, expression: Any, path: Path) -> bool:
    """Whether an expression is about parameters only."""
    known = PSEUDO_PARAMETERS | set(document.body.get("Parameters", {}))
    if any(name in ("Fn::ImportValue", "Fn::GetAZs", "Fn::GetAtt") for name, _, _ in _calls(expression, path)):
        return False
    return all(reference.kind == "Condition" or reference.target in known for reference in references(expression, path))
