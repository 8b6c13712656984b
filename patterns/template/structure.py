"""Whether a body has the outer form of a template: sections, names, quotas. Expressions inside are not evaluated.

Words and quotas: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.
"""

from __future__ import annotations

from typing import Any

from .declarations import ALPHANUMERIC, check_description, check_mapping, check_member, check_output, check_resource
from .errors import Path, TemplateError, UnsupportedError
from .intrinsics import LOOP
from .rules import check_form as check_rule_form
from .transforms import LANGUAGE_EXTENSIONS, SECTIONS, SERVERLESS, form_of, has_macros, transforms

FORMAT_VERSION = "2010-09-09"
QUOTAS = {"Resources": 500, "Parameters": 200, "Outputs": 200, "Mappings": 200}
LOOPED = ("Conditions", "Resources", "Outputs")
_NAMED = {
    "Rules": "Rule",
    "Mappings": "Mapping",
    "Resources": "Resource",
    "Parameters": "Parameter",
    "Outputs": "Output",
    "Conditions": "Condition",
}


def check(body: Any) -> None:
    """Raise TemplateError, with the path, at the first thing in the outer form that CloudFormation would refuse.

    Loops are looked at when they are written out, and what macros are to make a template of once they have. Raises
    UnsupportedError for Hooks.
    """
    if not isinstance(body, dict):
        raise TemplateError(
            "Template format error: unsupported structure: a template is a mapping of sections", path=()
        )
    for said in transforms(body):
        form_of(said, ("Transform",))
    if has_macros(body):
        _section(body, "Resources")
    else:
        check_written(body)


def check_written(body: dict[str, Any]) -> None:
    """As `check`, of a template whose macros have run."""
    _check_sections(body)
    for section, quota in QUOTAS.items():
        _check_quota(section, _section(body, section), quota)
    extended = LANGUAGE_EXTENSIONS in transforms(body)
    if not extended:
        for section in LOOPED:
            _check_loops(_section(body, section), (section,))
    for section, what in _NAMED.items():
        _check_names(section, what, _section(body, section), extended=extended)
    if not body.get("Resources"):
        raise TemplateError("Template format error: At least one Resources member must be defined.", path=())
    _check_declarations(body)


def _check_declarations(body: dict[str, Any]) -> None:
    extended = LANGUAGE_EXTENSIONS in transforms(body)
    for logical_id, resource in _written(body, "Resources").items():
        check_resource(("Resources", logical_id), resource, extended=extended)
    for name, parameter in _section(body, "Parameters").items():
        if name in body["Resources"]:
            message = (
                f"Template format error: {name} names both a parameter and a resource: a name stands for one thing"
            )
            raise TemplateError(message, path=("Parameters", name))
        check_member(("Parameters", name), parameter, "Type")
        check_description(("Parameters", name, "Description"), parameter.get("Description", ""))
    for name, output in _written(body, "Outputs").items():
        check_output(("Outputs", name), output)
    for name, keys in _section(body, "Mappings").items():
        check_mapping(("Mappings", name), keys)
    for name, rule in _section(body, "Rules").items():
        check_rule_form(name, rule)


def _section(body: dict[str, Any], name: str) -> dict[str, Any]:
    section: Any = body.get(name, {})
    if not isinstance(section, dict):
        raise TemplateError(f"Template format error: {name} section must be a mapping of names", path=(name,))
    return section


def _written(body: dict[str, Any], name: str) -> dict[str, Any]:
    """The members of a section but its loops."""
    return {key: member for key, member in _section(body, name).items() if not key.startswith(LOOP)}


def _check_sections(body: dict[str, Any]) -> None:
    if "Hooks" in body:
        message = "The Hooks section is not evaluated here yet: remove it to use the template"
        raise UnsupportedError(message, path=("Hooks",))
    known = (*SECTIONS, "Globals") if SERVERLESS in transforms(body) else SECTIONS
    unknown = [name for name in body if name not in known]
    if unknown:
        message = f"Invalid template property or properties [{', '.join(unknown)}]; sections are {', '.join(known)}"
        raise TemplateError(message, path=(unknown[0],))
    version = body.get("AWSTemplateFormatVersion", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        message = f"{version} is not a supported value for AWSTemplateFormatVersion: write {FORMAT_VERSION}"
        raise TemplateError(f"Template format error: {message}", path=("AWSTemplateFormatVersion",))
    check_description(("Description",), body.get("Description", ""))


def _check_quota(section: str, members: dict[str, Any], quota: int) -> None:
    if len(members) > quota:
        message = f"Number of {section.lower()}, {len(members)}, is greater than maximum allowed, {quota}"
        raise TemplateError(f"Template format error: {message}", path=(section,))


def _check_names(section: str, what: str, members: dict[str, Any], *, extended: bool) -> None:
    for name in members:
        is_loop = extended and section in LOOPED and name.startswith(LOOP)
        if not is_loop and not ALPHANUMERIC.fullmatch(name):
            message = f"Template format error: {what} name {name} is non alphanumeric: use 1 to 255 of A-Z, a-z and 0-9"
            raise TemplateError(message, path=(section, name))


def _check_loops(value: Any, path: Path) -> None:
    """Refuse a loop at any depth where nothing writes it out: among properties it would pass for one."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        if isinstance(key, str) and key.startswith(LOOP):
            message = f"Template error: {key}: Fn::ForEach needs Transform: {LANGUAGE_EXTENSIONS}"
            raise TemplateError(message, path=(*path, key))
        _check_loops(member, (*path, key))
