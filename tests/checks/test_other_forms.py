"""A defect is found however the template writes it: every failing template of every rule, in other legal forms."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml

from patterns.template.branches import branches
from patterns.template.resolve import resolve
from tests.checks.test_every_check import MODULES, rule, templates
from tools.sampling import sampled

NOT_A_TEXT = ("Version", "Type", "Ref", "Condition")


def mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with every scalar changed, but in the arguments of functions, which are not values."""
    if isinstance(value, dict):
        if len(value) == 1 and next(iter(value)).startswith(("Fn::", "Ref")):
            return value
        return {name: mapped(member, change) if name not in NOT_A_TEXT else member for name, member in value.items()}
    if isinstance(value, list):
        return [mapped(member, change) for member in value]
    return change(value)


def in_properties(template: dict[str, Any], change: Callable[[Any], Any]) -> dict[str, Any]:
    made = copy.deepcopy(template)
    for resource in made["Resources"].values():
        if "Properties" in resource:
            resource["Properties"] = mapped(resource["Properties"], change)
    return made


def as_text(value: Any) -> Any:
    """`true` and `5` in quotes, as many write them."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float) else value


def as_number(value: Any) -> Any:
    """`'5'` without its quotes, and `'true'` too."""
    if isinstance(value, str) and value.isdecimal() and not value.startswith("0"):
        return int(value)
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def joined(value: Any) -> Any:
    return {"Fn::Join": ["", [value[:1], value[1:]]]} if _is_plain_text(value) else value


def substituted(value: Any) -> Any:
    return {"Fn::Sub": value} if _is_plain_text(value) else value


def selected(value: Any) -> Any:
    return {"Fn::Select": [1, ["other", value]]} if _is_plain_text(value) else value


def _is_plain_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) > 1 and "$" not in value and "{{" not in value


def by_parameter(template: dict[str, Any]) -> dict[str, Any]:
    """Every text is the default of a parameter."""
    made = copy.deepcopy(template)
    parameters = made.setdefault("Parameters", {})

    def named(value: Any) -> Any:
        if not _is_plain_text(value) or len(parameters) > 150:
            return value
        name = f"Given{len(parameters)}"
        parameters[name] = {"Type": "String", "Default": value}
        return {"Ref": name}

    for resource in made["Resources"].values():
        if "Properties" in resource:
            resource["Properties"] = mapped(resource["Properties"], named)
    return made


def with_no_values(template: dict[str, Any]) -> dict[str, Any]:
    """A property that is not there may be written as one that has no value."""
    made = copy.deepcopy(template)
    for resource in made["Resources"].values():
        resource.setdefault("Properties", {})["Tags"] = resource.get("Properties", {}).get(
            "Tags", {"Ref": "AWS::NoValue"}
        )
        for value in list(resource["Properties"].values()):
            if isinstance(value, list) and value and all(isinstance(member, dict) for member in value):
                value.append({"Ref": "AWS::NoValue"})
    return made


FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "texts": lambda template: in_properties(template, as_text),
    "numbers": lambda template: in_properties(template, as_number),
    "joined": lambda template: in_properties(template, joined),
    "substituted": lambda template: in_properties(template, substituted),
    "selected": lambda template: in_properties(template, selected),
    "parameter": by_parameter,
    "no values": with_no_values,
}


def failing(module: str) -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load(templates(module).read_text())["fails"]


def resources(module: str, template: Any) -> set[str]:
    return rule(module).resources(resolve(template))


CHOSEN = {("tags.shut_down_in_production", "parameter")}
"""Who deploys may choose a parameter, and this rule is about what nobody can choose."""

AS_WRITTEN = {"tags.owner_free_text", "tags.shut_down_in_production"}
"""Rules about how a tag's value is written: one written by Fn::If is written another way."""


PAIRS = [(module, form) for module in MODULES for form in FORMS]


@pytest.mark.parametrize(
    ("module", "form"), sampled([pytest.param(*pair) for pair in PAIRS if pair not in CHOSEN], 100, slow=200)
)
def test_defect_is_found_in_another_form(module: str, form: str) -> None:
    for template in failing(module):
        assert resources(module, FORMS[form](template)) == resources(module, template), template


@pytest.mark.parametrize("module", sorted(set(MODULES) - AS_WRITTEN))
def test_defect_in_a_branch_that_a_deployment_decides_is_found(module: str) -> None:
    for template in failing(module):
        made = copy.deepcopy(template)
        made.setdefault("Parameters", {})["Choice"] = {"Type": "String"}
        made.setdefault("Conditions", {})["Chosen"] = {"Fn::Equals": [{"Ref": "Choice"}, "yes"]}
        for resource in made["Resources"].values():
            for name, value in resource.get("Properties", {}).items():
                resource["Properties"][name] = {"Fn::If": ["Chosen", value, {"Ref": "AWS::NoValue"}]}

        found = set().union(*(rule(module).resources(branch) for branch in branches(resolve(made))))

        assert found >= resources(module, template), template
