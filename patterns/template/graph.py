"""Which resource needs which, and in what order they are made. The drawing is analysis's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .errors import Path
from .once import once
from .ordering import ordered
from .references import references
from .resolve import Resolved, resolve

RIGHTS = frozenset({"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy"})
"""What gives a role its rights apart from the role."""


@dataclass(frozen=True)
class Edge:
    """One mention of a resource by another: `source` needs `target`.

    `path` is the property that mentions it ("VpcId", "Tags", 0, "Value"), and `attribute` what it takes: "Ref" or the
    name given to Fn::GetAtt. A DependsOn has the path ("DependsOn",) and no attribute.
    """

    source: str
    target: str
    path: Path
    attribute: str | None


def dependencies(source: Any) -> dict[str, frozenset[str]]:
    """Return, for each resource of a template or a Resolved, the resources it needs.

    Ref, Fn::GetAtt, Fn::Sub and DependsOn count; branches of Fn::If that are not taken and resources that are not
    made do not.
    """
    resolved = _resolved(source)
    needs: dict[str, set[str]] = {logical_id: set() for logical_id in resolved.resources}
    for edge in edges(resolved):
        needs[edge.source].add(edge.target)
    return {logical_id: frozenset(others) for logical_id, others in needs.items()}


def order(source: Any) -> list[str]:
    """Return the logical ids, each after what it needs, ties in the template's order, but policies of roles first.

    CloudFormation starts all that is ready at once, and a policy is there long before a function, a mapping or a
    machine that needs what it allows.

    Raises CircularDependencyError naming the resources that need each other, with the line of the first.
    """
    resolved = _resolved(source)
    found = dependencies(resolved)
    rights = {name: found[name] for name in found if resolved.resources[name].type in RIGHTS}
    needs = {**rights, **found}
    with resolved.document.locating():
        return ordered(needs, what="resources")


def edges(source: Any) -> list[Edge]:
    """Return every mention of a resource by another, in the template's order, for a template or a Resolved."""
    return list(_edges(_resolved(source)))


@once
def _edges(resolved: Resolved) -> Iterator[Edge]:
    for logical_id in resolved.resources:
        yield from _edges_of(resolved, logical_id)


def _edges_of(resolved: Resolved, logical_id: str) -> Iterator[Edge]:
    declared = resolved.document.body["Resources"][logical_id]
    for attribute in ("Properties", "Metadata"):
        found = references(declared.get(attribute, {}), (), condition=resolved.conditions.__getitem__)
        for mention in found:
            if mention.kind != "Condition" and mention.target in resolved.resources:
                inside = mention.path if attribute == "Properties" else (attribute, *mention.path)
                yield Edge(logical_id, mention.target, _outside_functions(inside), mention.attribute)
    for target in resolved.resources[logical_id].depends_on:
        yield Edge(logical_id, target, ("DependsOn",), None)


def _outside_functions(path: Path) -> Path:
    """Return the part of the path before the first function: the property that the value of all of them goes to."""
    for index, part in enumerate(path):
        if part == "Ref" or (isinstance(part, str) and part.startswith("Fn::")):
            return path[:index]
    return path


def _resolved(source: Any) -> Resolved:
    return source if isinstance(source, Resolved) else resolve(source)
