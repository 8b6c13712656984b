"""What an update from one template to another does to each resource. The update itself is the sandbox's.

Follows change sets
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html), but
settles what they leave open: a property that takes its value from a replaced resource has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from patterns.comparison import consequences
from patterns.knowledge import about
from patterns.table import Table
from patterns.template.errors import ParameterError, Path, TemplateError
from patterns.template.graph import order
from patterns.template.parameters import given_values
from patterns.template.resolve import REGION, Resolved, Resource, resolve
from patterns.template.schema import Schema, is_custom, schema
from patterns.template.source import load
from patterns.template.values import Unknown

Replacement = Literal["always", "conditional", "never"]
_STRENGTH: tuple[Replacement, ...] = ("never", "conditional", "always")


@dataclass(frozen=True)
class PropertyChange:
    """One property that differs; `before` or `after` is None where absent, `requires` is what its change asks for."""

    path: Path
    before: Any
    after: Any
    requires: Replacement


@dataclass(frozen=True)
class Change:
    """What happens to one resource; `replacement` is None unless modified, `consequence` unless something is lost."""

    action: Literal["Add", "Remove", "Modify"]
    logical_id: str
    type: str
    replacement: Replacement | None
    properties: tuple[PropertyChange, ...]
    consequence: str | None


class Changes(list[Change]):
    """Changes as a list that shows itself as a table: what happens to each resource, and what that costs you."""

    @property
    def table(self) -> Table:
        """Each resource with whether it is replaced, by which properties, and what follows."""
        rows = [
            (one.logical_id, one.action, {"always": "yes", "conditional": "perhaps"}.get(one.replacement or "", "no"),
             ", ".join(dict.fromkeys(str(change.path[0]) for change in one.properties)), one.consequence or "")
            for one in self
        ]  # fmt: skip
        headings = ("resource", "action", "replaced", "properties", "consequence")
        return Table(headings, tuple(rows), "nothing changes")

    def __repr__(self) -> str:
        return repr(self.table)

    def _repr_html_(self) -> str:
        return self.table._repr_html_()


def compare(old: Any, new: Any, *, parameters: Mapping[str, Any] | None = None, region: str = REGION) -> Changes:
    """Return what an update from `old` to `new` changes: in the order of the new template, then what it removes.

    Both are anything `load` takes, or a Resolved (which then keeps its own parameters and region); `parameters` are
    given to each that declares them. Changed metadata or a policy alone is a Modify without properties; a changed
    DependsOn alone is no change (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html:
    the scopes a change may have do not name it).
    Raises TemplateError for a template that cannot be resolved and, as CloudFormation does, for a logical id whose
    type changes.
    """
    given = given_values(parameters)
    after = _resolved(new, given, region, None)
    before = _resolved(old, given, region, after.document.name)
    undeclared = [name for name in given if name not in after.parameters and name not in before.parameters]
    if undeclared:
        raise ParameterError(f"Parameters: [{', '.join(undeclared)}] do not exist in the template")
    replaced: dict[str, Replacement] = {}
    changes: dict[str, Change] = {}
    for logical_id in order(after):
        resource = after.resources[logical_id]
        previous = before.resources.get(logical_id)
        change = _modified(previous, resource, replaced) if previous else _added(resource)
        if change is not None:
            changes[logical_id] = change
    present = [changes[logical_id] for logical_id in after.resources if logical_id in changes]
    gone = [_removed(one) for logical_id, one in before.resources.items() if logical_id not in after.resources]
    return Changes([*present, *gone])


def _resolved(source: Any, parameters: Mapping[str, Any], region: str, stack_name: str | None) -> Resolved:
    if isinstance(source, Resolved):
        return source
    document = load(source)
    declared = document.body.get("Parameters", {})
    given = {name: value for name, value in parameters.items() if name in declared}
    return resolve(document, parameters=given, region=region, stack_name=stack_name)


def _added(resource: Resource) -> Change:
    return Change("Add", resource.logical_id, resource.type, None, (), None)


def _removed(resource: Resource) -> Change:
    return Change("Remove", resource.logical_id, resource.type, None, (), consequences.removal(resource))


def _modified(old: Resource, new: Resource, replaced: dict[str, Replacement]) -> Change | None:
    """Return the change of a resource in both templates, if any, noting in `replaced` that it is replaced.

    An attribute that moves on alone is noted there as well, as `LaunchTemplate.LatestVersionNumber`.
    """
    if old.type != new.type:
        message = (
            "Update of resource type is not permitted. The new template modifies resource type of the following "
            f"resources: [{new.logical_id}], from {old.type} to {new.type}"
        )
        raise TemplateError(message, path=new.path)
    rules = None if is_custom(new.type) else schema(new.type)
    direct = [
        PropertyChange(path, before, after, _requires(rules, path, before, after))
        for path, before, after in _differences(old.properties, new.properties, ())
    ]
    properties = (*direct, *_following(rules, new, replaced, {change.path for change in direct}))
    if not properties and _surroundings(old) == _surroundings(new):
        return None
    strongest = _strongest(change.requires for change in properties)
    if strongest != "never":
        replaced[new.logical_id] = strongest
    changed = {str(change.path[0]) for change in properties}
    for attribute, causes in about(new.type).moving.items():
        if causes & changed:
            replaced[f"{new.logical_id}.{attribute}"] = "always"
    consequence = consequences.refusal(new.type, changed)
    if consequence is None and strongest != "never":
        consequence = consequences.replacement(old, new, schema=rules, certain=strongest == "always")
    return Change("Modify", new.logical_id, new.type, strongest, properties, consequence)


def _strongest(replacements: Iterable[Replacement]) -> Replacement:
    return max(replacements, key=_STRENGTH.index, default="never")


def _surroundings(resource: Resource) -> tuple[Any, ...]:
    return (
        resource.deletion_policy,
        resource.update_replace_policy,
        resource.metadata,
    )


def _differences(before: Any, after: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    """Yield (path, before, after) where two values differ, as deep as mappings and lists of one length go."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in (*before, *(key for key in after if key not in before)):
            yield from _differences(before.get(key), after.get(key), (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, pair in enumerate(zip(before, after, strict=True)):
            yield from _differences(*pair, (*path, index))
    elif before != after or isinstance(before, bool) != isinstance(after, bool):
        yield path, before, after


def _following(
    rules: Schema | None, resource: Resource, replaced: Mapping[str, Replacement], seen: set[Path]
) -> Iterator[PropertyChange]:
    """Yield the properties whose text stays but whose value changes: what they mention is replaced, or moves on."""
    for path, value in _unknowns(resource.properties, ()):
        named = [name for target, attribute in value.references for name in (target, f"{target}.{attribute}")]
        causes = [replaced[name] for name in named if name in replaced]
        if causes and path not in seen:
            own = _requires(rules, path, None, value)
            yield PropertyChange(path, value, value, min(own, _strongest(causes), key=_STRENGTH.index))


def _unknowns(value: Any, path: Path) -> Iterator[tuple[Path, Unknown]]:
    if isinstance(value, Unknown):
        yield path, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from _unknowns(member, (*path, key))


def _requires(rules: Schema | None, path: Path, before: Any, after: Any) -> Replacement:
    """Return what one property's change asks for; a custom resource may answer any with a new physical id."""
    if rules is None:
        return "conditional"
    if any(_touches(pattern, path, before, after) for pattern in rules.create_only):
        return "always"
    return "conditional" if any(_touches(p, path, before, after) for p in rules.conditional_create_only) else "never"


def _touches(pattern: str, path: Path, before: Any, after: Any) -> bool:
    """Whether the change at `path` changes what a dotted pattern stands for: at it, above it or inside it."""
    parts = pattern.split(".")
    if any(part != ("*" if isinstance(step, int) else step) for part, step in zip(parts, path, strict=False)):
        return False
    return bool(_at(before, parts[len(path) :]) != _at(after, parts[len(path) :]))


def _at(value: Any, parts: list[str]) -> Any:
    for index, part in enumerate(parts):
        if part == "*" and isinstance(value, list):
            return [_at(item, parts[index + 1 :]) for item in value]
        if isinstance(value, Unknown):
            return value
        value = value.get(part) if isinstance(value, dict) else None
    return value
