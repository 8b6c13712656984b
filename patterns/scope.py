"""The scope in which a recipe builds: logical ids, tags, deploy-time parameters and inclusion of other recipes.

Not here: what a recipe makes (`patterns/recipes/`), or what a template means (`patterns/template/`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import troposphere
from troposphere import AWSHelperFn, BaseAWSObject, Equals, If, Ref, Tags

from patterns.house.settings import current
from patterns.parameters import bounds_as_parameter
from patterns.template.schema import schema

if TYPE_CHECKING:
    from troposphere import AWSObject, Template

    from patterns.parameters import Kind
    from patterns.pattern import Pattern
    from patterns.template.schema import Schema

    Declarations = dict[str, tuple[Kind, str]]

TAGS = {"Environment": "Environment", "Project": "ProjectName", "CostCenter": "CostCenter", "Owner": "OwnerEmail"}
"""Tag key -> the deploy-time parameter that fills it; `AutoShutdown` follows from the environment."""

PRODUCTION = "IsProduction"


class Exports(Mapping[str, "AWSObject"]):
    """What a recipe made, by name: `exports.bucket`, `exports["bucket"]`; frozen."""

    def __init__(self, **resources: AWSObject) -> None:
        self.__dict__["_resources"] = resources

    def __getitem__(self, name: str) -> AWSObject:
        return self._resources[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)

    def __getattr__(self, name: str) -> AWSObject:
        made = self.__dict__.get("_resources", {})
        if name not in made:
            raise AttributeError(f"no resource named {name!r}: there are {', '.join(made)}")
        return made[name]

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("exports are frozen")

    def __repr__(self) -> str:
        return f"Exports({', '.join(f'{name}={resource.title}' for name, resource in self.items())})"


class Scope:
    """Where a recipe adds its resources; an included recipe works in a scope with a prefix of its own."""

    def __init__(
        self, template: Template, declarations: Declarations, made_by: dict[str, str], *, prefix: str = ""
    ) -> None:
        self._template = template
        self._declarations = declarations
        self._made_by = made_by
        self._prefix = prefix

    def add(self, logical_id: str, resource_type: type[AWSObject], **attributes: Any) -> AWSObject:
        """The new resource `logical_id` (prefixed here); properties and resource attributes go in by keyword."""
        resource: AWSObject = self._template.add_resource(resource_type(self._prefix + logical_id, **attributes))
        if self._prefix:
            self._made_by[resource.title] = self._prefix
        return resource

    def output(self, name: str, value: Any, description: str) -> None:
        """Add an output, under this scope's prefix."""
        self._template.add_output(troposphere.Output(self._prefix + name, Value=value, Description=description))

    def include(self, prefix: str, pattern: Pattern, **given: Any) -> Exports:
        """What `pattern` makes, built into this template with `prefix` before its logical ids.

        `given` is what its `build` takes from the including recipe, beside the scope: resources it makes no own of.
        A deploy-time parameter that both declare is one parameter, with the bounds of the including recipe.
        """
        shared = {**declarations(pattern), **self._declarations}
        build: Callable[..., Exports] = pattern.build
        return build(Scope(self._template, shared, self._made_by, prefix=self._prefix + prefix), **given)

    def parameter(self, name: str) -> Ref:
        """A reference to deploy-time parameter `name`, declared in the template at first use."""
        if name not in self._template.parameters:
            kind, default = self._declarations[name]
            properties = bounds_as_parameter(kind) | {"Description": f"{kind.label}. {kind.help}"}
            if kind.default_in_template:
                properties["Default"] = default
            self._template.add_parameter(troposphere.Parameter(name, **properties))
        return Ref(name)

    def stored(self, name: str, value_type: str, path: str, description: str) -> Ref:
        """A reference to what Parameter Store holds under `path`, looked up at each deployment, as `value_type`.

        The template's parameter carries this scope's prefix, and `path` as its default: who deploys may name another.
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
        """
        kind = f"AWS::SSM::Parameter::Value<{value_type}>"
        declared = troposphere.Parameter(self._prefix + name, Type=kind, Default=path, Description=description)
        return Ref(self._template.add_parameter(declared))

    def tag(self) -> None:
        """Put the five tags and those of the house on every resource that CloudFormation can tag; its own tags win."""
        common: dict[str, Any] = {}
        for resource in self._template.resources.values():
            facts = schema(resource.resource_type)
            if facts.tags:
                common = common or self.common_tags()
                tags = {**common, **_as_dict(resource.properties.get(facts.tags))}
                setattr(resource, facts.tags, _shaped(tags, facts))

    def common_tags(self) -> dict[str, Any]:
        """The five tags and those of the house by key, for a recipe that hands them on where no tag property does."""
        if PRODUCTION not in self._template.conditions:
            self._template.add_condition(PRODUCTION, Equals(self.parameter("Environment"), "prod"))
        tags: dict[str, Any] = {key: self.parameter(name) for key, name in TAGS.items()}
        return {**tags, "AutoShutdown": If(PRODUCTION, "false", "true"), **current().tag_defaults}


def _shaped(tags: dict[str, Any], facts: Schema) -> Any:
    """Tags as the type has them; a group of instances hands all of them on."""
    if facts.tag_shape == "map":
        return tags
    if facts.tags_are_handed_on:
        return [{"Key": key, "Value": value, "PropagateAtLaunch": True} for key, value in tags.items()]
    return Tags(tags)


def _as_dict(tags: Any) -> dict[str, Any]:
    """A resource's own tags by key, from either shape; none is empty."""
    if isinstance(tags, Mapping):
        return dict(tags)
    return {tag["Key"]: tag["Value"] for tag in (tags.to_dict() if isinstance(tags, AWSHelperFn) else tags or ())}


def declarations(pattern: Pattern) -> Declarations:
    """The deploy-time parameters that `pattern` can declare, by their template name, with the recipe's default."""
    return {
        kind.deploy_time: (kind, pattern.default(field))
        for field, kind in pattern.parameters().items()
        if kind.deploy_time
    }


def rendered(pattern: Pattern) -> tuple[Template, dict[str, str]]:
    """A fresh troposphere template of `pattern`, tags included; and what the recipes it includes made.

    The latter is the logical id of each such resource, and the prefix of the recipe that made it.
    """
    template = troposphere.Template(Description=pattern.summary())
    template.set_version("2010-09-09")
    made_by: dict[str, str] = {}
    scope = Scope(template, declarations(pattern), made_by)
    pattern.build(scope)
    scope.tag()
    return template, made_by


SECTIONS = {
    "Description": "description", "Metadata": "metadata", "Conditions": "conditions", "Mappings": "mappings",
    "Outputs": "outputs", "Parameters": "parameters", "AWSTemplateFormatVersion": "version", "Transform": "transform",
    "Rules": "rules", "Globals": "globals", "Resources": "resources",
}  # fmt: skip
"""A template's sections in troposphere's order, and where its `Template` keeps them."""

PLAIN = frozenset({str, int, float, bool, type(None)})


def as_dict(template: Template) -> dict[str, Any]:
    """What `template.to_dict()` gives, for a fifth of its time: troposphere encodes each member once per level."""
    found = {section: getattr(template, kept) for section, kept in SECTIONS.items()}
    return {section: _encoded(part) for section, part in found.items() if part or section == "Resources"}


def _encoded(value: Any) -> Any:
    """Any member of a template as plain data, validated as troposphere does it."""
    kind = type(value)
    if kind in PLAIN:
        return value
    if isinstance(value, dict):
        return {name: _encoded(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_encoded(member) for member in value]
    encode = getattr(kind, "to_dict", None)
    if encode is AWSHelperFn.to_dict:
        return _encoded(value.data)
    if encode is Tags.to_dict:
        return _encoded(value.tags)
    if encode is BaseAWSObject.to_dict and value.properties:
        if value.do_validation:
            value._validate_props()
            value.validate()
        return _encoded(value.resource)
    if encode:
        return _encoded(value.to_dict())
    # The policy language's own objects; anything else is for whoever reads the template to refuse.
    return _encoded(value.JSONrepr()) if hasattr(value, "JSONrepr") else value
