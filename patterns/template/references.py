"""The names that expressions mention, found without evaluating them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from .errors import Path, TemplateError
from .intrinsics import PSEUDO_PARAMETERS, intrinsic
from .source import Document
from .values import Unknown, sub_parts

Kind = Literal["Ref", "Fn::GetAtt", "Condition"]
EVALUATED = ("CreationPolicy", "DeletionPolicy", "Metadata", "Properties", "UpdatePolicy", "UpdateReplacePolicy")
"""The attributes of a resource in which functions are evaluated."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a name. `attribute` is "Ref" for a Ref or `${Name}`, and "" for a condition."""

    kind: Kind
    target: str
    attribute: str
    path: Path


def references(
    expression: Any, path: Path, *, condition: Callable[[str], bool | Unknown] | None = None
) -> Iterator[Reference]:
    """Yield every mention in an expression; with `condition`, without the branches of Fn::If that are not taken."""
    call = intrinsic(expression)
    if call is not None:
        yield from _of_call(*call, path, condition)
        return
    for key, member in _members(expression):
        yield from references(member, (*path, key), condition=condition)


def _members(expression: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(expression, dict):
        return expression.items()
    return enumerate(expression) if isinstance(expression, list) else ()


def _of_call(
    name: str, argument: Any, path: Path, condition: Callable[[str], bool | Unknown] | None
) -> Iterator[Reference]:
    path = (*path, name)
    if name == "Ref" and isinstance(argument, str):
        yield Reference("Ref", argument, "Ref", path)
    elif name == "Fn::GetAtt" and isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str):
        attribute = argument[1] if isinstance(argument[1], str) else ""
        yield Reference("Fn::GetAtt", argument[0], attribute, path)
    elif name == "Fn::Sub":
        yield from _of_sub(argument, path)
    elif name == "Fn::If" and isinstance(argument, list) and len(argument) == 3 and isinstance(argument[0], str):
        yield Reference("Condition", argument[0], "", path)
        outcome = condition(argument[0]) if condition else None
        for index in (1, 2):
            if outcome is not (index == 2):
                yield from references(argument[index], (*path, index), condition=condition)
        return
    yield from references(argument, path, condition=condition)


def _of_sub(argument: Any, path: Path) -> Iterator[Reference]:
    text, given = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(given, dict):
        return
    for is_variable, name in sub_parts(text, path):
        target, _, attribute = name.partition(".")
        if is_variable and name not in given:
            yield Reference("Fn::GetAtt" if attribute else "Ref", target, attribute or "Ref", path)


def condition_names(expression: Any, path: Path) -> Iterator[Reference]:
    """Yield the other conditions that a condition's expression names."""
    if isinstance(expression, dict) and len(expression) == 1 and isinstance(expression.get("Condition"), str):
        yield Reference("Condition", expression["Condition"], "", (*path, "Condition"))
        return
    for key, member in _members(expression):
        yield from condition_names(member, (*path, key))


def check_names(document: Document) -> None:
    """Raise TemplateError, in CloudFormation's words, at the first mention of a name the template does not define."""
    body = document.body
    parameters = set(body.get("Parameters", {})) | PSEUDO_PARAMETERS
    resources, conditions = set(body["Resources"]), set(body.get("Conditions", {}))
    for name, expression in body.get("Conditions", {}).items():
        _check(condition_names(expression, ("Conditions", name)), parameters, resources, conditions)
    for section in ("Conditions", "Rules"):
        _check_only_parameters(body.get(section, {}), section, parameters)
    for section in ("Resources", "Outputs"):
        for name, declared in body.get(section, {}).items():
            _check(_declared(declared, (section, name)), parameters, resources, conditions)


def _check_only_parameters(declared: dict[str, Any], section: str, parameters: set[str]) -> None:
    for name, expression in declared.items():
        for reference in references(expression, (section, name)):
            if reference.target not in parameters and not (section == "Rules" and reference.kind == "Condition"):
                message = (
                    f"Template format error: Unresolved dependencies [{reference.target}]. "
                    f"Cannot reference resources in the {section} block of the template"
                )
                raise TemplateError(message, path=reference.path)


def _declared(declared: dict[str, Any], path: Path) -> Iterator[Reference]:
    """Yield the mentions in a resource or output: its condition, what it depends on, and its expressions."""
    if "Condition" in declared:
        yield Reference("Condition", str(declared["Condition"]), "", (*path, "Condition"))
    needed = declared.get("DependsOn", [])
    for name in needed if isinstance(needed, list) else [needed]:
        yield Reference("Fn::GetAtt", name, "DependsOn", (*path, "DependsOn"))
    for name in EVALUATED if path[0] == "Resources" else ("Value", "Export"):
        yield from references({name: declared.get(name, {})}, path)


def _check(found: Iterator[Reference], parameters: set[str], resources: set[str], conditions: set[str]) -> None:
    for reference in found:
        section = reference.path[0]
        if reference.kind == "Condition":
            if reference.target not in conditions:
                message = f"Unresolved condition dependency {reference.target} in the {section} block of the template"
                raise TemplateError(f"Template format error: {message}", path=reference.path)
        elif reference.target not in resources and (
            reference.kind == "Fn::GetAtt" or reference.target not in parameters
        ):
            raise TemplateError(_unresolved(reference), path=reference.path)


def _unresolved(reference: Reference) -> str:
    if reference.kind == "Fn::GetAtt" and reference.attribute != "DependsOn":
        return f"Template error: instance of Fn::GetAtt references undefined resource {reference.target}"
    where = f"the {reference.path[0]} block of the template"
    return f"Template format error: Unresolved resource dependencies [{reference.target}] in {where}"
