"""What a template is refused for before anything is made: one ordered list, read from top to bottom.

Not here: what makes a template unreadable (`patterns.template`), and what a service refuses when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import DeploymentRefused, Unsupported, UnsupportedType
from patterns.sandbox.stacks import capabilities, leaving_out
from patterns.sandbox.stacks.dynamic_references import DynamicValues
from patterns.template.dynamic import DynamicReference, check_places, dynamic_references, unsettled
from patterns.template.errors import Path, TemplateError
from patterns.template.packages import TEMPLATES, Package
from patterns.template.references import Reference, references
from patterns.template.resolve import Resolved
from patterns.template.schema import problems, schema
from patterns.template.source import Document, load
from patterns.template.transforms import transforms


@dataclass(frozen=True)
class Draft:
    """A template as far as it is settled before anything is made, and the account it is for."""

    account: Account
    document: Document
    resolved: Resolved
    written: Document
    """The template as its author wrote it, before transforms."""
    capabilities: frozenset[str] | None = None
    """What was acknowledged; None where nobody has to."""
    leaves_out: bool = False
    """Whether what the sandbox cannot make is left out."""


Check = Callable[[Draft], object]
"""Raises `TemplateError` or `UnsupportedType` for what is wrong with a draft, naming resource, path and line."""


def what_it_can_do_is_acknowledged(draft: Draft) -> None:
    """Refuse a stack that changes who may do what, or that macros make, unless that was acknowledged."""
    if draft.capabilities is None:
        return
    needed = capabilities.needed(draft.document.body, transforms(draft.written.body))
    if not capabilities.suffice(draft.capabilities, needed):
        names, whose = ", ".join(sorted(needed)), ", ".join(name for each in needed.values() for name in each)
        raise DeploymentRefused(
            f"Requires capabilities : [{names}], for {whose}: acknowledge this by the argument capabilities, or on the "
            "command line by --capabilities"
        )


def every_type_has_a_provider(draft: Draft) -> None:
    """Refuse resources that the sandbox cannot make, all of them at once."""
    if unsupported := leaving_out.unsupported(draft.resolved):
        raise UnsupportedType(*unsupported)


def every_property_fits_its_schema(draft: Draft) -> None:
    """Refuse what the schema of a type does not allow."""
    for resource in draft.resolved.resources.values():
        check_properties(draft.document, resource.logical_id, resource.type, resource.properties)


def every_attribute_exists(draft: Draft) -> None:
    """Refuse a `Fn::GetAtt` to what the type does not have."""
    document, resolved = draft.document, draft.resolved
    for section in ("Resources", "Outputs"):
        present = resolved.resources if section == "Resources" else resolved.outputs
        for name in present:
            text = document.body[section][name]
            for reference in references(text, (section, name), condition=resolved.conditions.__getitem__):
                if reference.kind == "Fn::GetAtt" and reference.attribute:
                    _check_attribute(document, resolved.resources[reference.target].type, reference)
                    if reference.path == (section, name, "Value", "Fn::GetAtt"):
                        _check_text(document, resolved.resources[reference.target].type, reference)


def every_dynamic_reference_has_a_value(draft: Draft) -> None:
    """Refuse dynamic references in places that take none, and those to parameters that are not there."""
    values = DynamicValues(draft.account)
    with draft.document.locating():
        for resource in draft.resolved.resources.values():
            path = (*resource.path, "Properties")
            check_places(resource.type, resource.properties, path)
            for where, reference in dynamic_references(resource.properties, path):
                if not reference.is_secret:
                    _check_there(values, reference, where)


def every_local_file_is_there(draft: Draft) -> None:
    """Refuse a template that names a file to be packaged which does not exist."""
    with draft.document.locating():
        for package in draft.resolved.packages:
            package.require()


def every_nested_template_can_be_read(draft: Draft) -> None:
    """Refuse a nested template beside this one that cannot be read, or that names what the sandbox cannot make."""
    with draft.document.locating():
        for package in draft.resolved.packages:
            if package.place[-1] in TEMPLATES:
                _check_nested(package, leaves_out=draft.leaves_out)


CHECKS: tuple[Check, ...] = (
    what_it_can_do_is_acknowledged,
    every_type_has_a_provider,
    every_property_fits_its_schema,
    every_attribute_exists,
    every_dynamic_reference_has_a_value,
    every_local_file_is_there,
    every_nested_template_can_be_read,
)
"""In this order: what nobody acknowledged, what cannot be made, what the schema forbids, what asks the account."""


def check_properties(document: Document, logical_id: str, type_name: str, properties: dict[str, Any]) -> None:
    """Raise `TemplateError` in CloudFormation's words for the first thing that the type's schema does not allow."""
    wrong = problems(type_name, unsettled(properties))
    if not wrong:
        return
    where, message = wrong[0]
    path = ("Resources", logical_id, "Properties", *where)
    raise TemplateError(
        f"Properties validation failed for resource {logical_id} with message: "
        f"#{''.join(f'/{step}' for step in where)}: {message}",
        path=path,
        line=document.line(path),
    )


def _check_nested(package: Package, *, leaves_out: bool) -> None:
    """Types that a condition may leave out, and those that a transform replaces, are judged when the stack is made."""
    try:
        nested = load(package.file)
    except TemplateError as error:
        raise TemplateError(f"{package.file.name}: {error}", path=package.place) from None
    certain = {name: one["Type"] for name, one in nested.body["Resources"].items() if "Condition" not in one}
    found = [
        Unsupported(kind, f"{package.place[1]}.{name}", nested.line(("Resources", name, "Type")))
        for name, kind in certain.items()
        if not kind.startswith("AWS::Serverless::") and not leaving_out.is_made(kind)
    ]
    if found and not leaves_out:
        raise UnsupportedType(*found)


def _check_attribute(document: Document, type_name: str, reference: Reference) -> None:
    known = schema(type_name).attributes
    if reference.attribute and not schema(type_name).has_attribute(reference.attribute):
        raise TemplateError(
            f"Template error: resource {reference.target} does not support attribute type {reference.attribute} in "
            f"Fn::GetAtt; {type_name} has {', '.join(sorted(known)) or 'none'}",
            path=reference.path,
            line=document.line(reference.path),
        )


def _check_text(document: Document, type_name: str, reference: Reference) -> None:
    """Refuse an output whose value is a list: https://github.com/aws-cloudformation/cfn-lint, rule E6101."""
    if schema(type_name).attributes.get(reference.attribute) == "array":
        raise TemplateError(
            "Template format error: The Value field of every Outputs member must evaluate to a String: "
            f"{reference.target}.{reference.attribute} is a list; join it",
            path=reference.path,
            line=document.line(reference.path),
        )


def _check_there(values: DynamicValues, reference: DynamicReference, path: Path) -> None:
    try:
        values.value(reference)
    except TemplateError as missing:
        raise TemplateError(missing.message, path=path) from None
