"""What a deployment is about to do, settled before anything is made: order, types, properties, parameters.

Not here: doing it (`engine`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.core.errors import UnsupportedType
from patterns.sandbox.provider.base import provider
from patterns.sandbox.stacks.dynamic_references import DynamicValues
from patterns.sandbox.stacks.masking import secrets_of
from patterns.sandbox.stacks.parameters import stored_values
from patterns.template.dynamic import DynamicReference, check_places, dynamic_references, unsettled
from patterns.template.errors import Path, TemplateError
from patterns.template.graph import dependencies, order
from patterns.template.parameters import masked
from patterns.template.references import Reference, references
from patterns.template.resolve import Lookup, Resolved, Resolver, Resource, resolve
from patterns.template.schema import coerced, problems, schema
from patterns.template.source import Document

if TYPE_CHECKING:
    from patterns.sandbox.stacks.state import State


@dataclass(frozen=True)
class Plan:
    """A checked template: what to make, in which order, from which parameter values."""

    document: Document
    resolved: Resolved
    order: tuple[str, ...]
    needs: Mapping[str, frozenset[str]]
    given: Mapping[str, Any] = field(repr=False)
    stored: Mapping[str, str] = field(repr=False)
    shown: Mapping[str, Any]
    secrets: frozenset[str] = field(repr=False)


def planned(
    account: Account, state: State, document: Document, given: Mapping[str, Any], exports: Mapping[str, str]
) -> Plan:
    """The plan for `document`. Raises `TemplateError` or `UnsupportedType`, naming resource, path and line."""
    stored = stored_values(account, document, given)
    resolved = resolve(
        document, parameters=given, stored=stored, region=account.region, account_id=account.account_id,
        stack_name=state.name, exports=exports, strict=True,
    )  # fmt: skip
    for resource in resolved.resources.values():
        _check_type(document, resource.logical_id, resource.type)
    for resource in resolved.resources.values():
        _check_properties(document, resource.logical_id, resource.type, resource.properties)
    _check_attributes(document, resolved)
    _check_dynamic(account, document, resolved)
    return Plan(
        document, resolved, tuple(order(resolved)), dependencies(resolved), dict(given), stored,
        masked(document, resolved.parameters), secrets_of(document, resolved.parameters),
    )  # fmt: skip


def resolver(account: Account, state: State, plan: Plan, lookup: Lookup, exports: Mapping[str, str]) -> Resolver:
    """A resolver over the same inputs as the plan's, that looks physical ids and attributes up in `lookup`."""
    return Resolver(
        plan.document, parameters=plan.given, stored=plan.stored, region=account.region, account_id=account.account_id,
        stack_name=state.name, stack_id=state.id, exports=exports, lookup=lookup, strict=True,
    )  # fmt: skip


def properties(plan: Plan, resolve_with: Resolver, logical_id: str) -> dict[str, Any]:
    """The resource's properties, all known now but for what dynamic references stand for, in its schema's types."""
    resource = plan.resolved.resources[logical_id]
    return _coerced(plan, resource, resolve_with.properties(logical_id))


def settled_properties(plan: Plan, values: DynamicValues, logical_id: str, declared: dict[str, Any]) -> dict[str, Any]:
    """The same properties with what the dynamic references stand for."""
    return _coerced(plan, plan.resolved.resources[logical_id], values.settled(declared))


def _coerced(plan: Plan, resource: Resource, found: dict[str, Any]) -> dict[str, Any]:
    _check_properties(plan.document, resource.logical_id, resource.type, found)
    return coerced(resource.type, found)


def _check_dynamic(account: Account, document: Document, resolved: Resolved) -> None:
    """Refuse dynamic references where they may not stand, and those to parameters that are not there."""
    values = DynamicValues(account)
    with document.locating():
        for resource in resolved.resources.values():
            path = (*resource.path, "Properties")
            check_places(resource.type, resource.properties, path)
            for where, found in dynamic_references(resource.properties, path):
                if not found.is_secret:
                    _check_there(values, found, where)


def _check_there(values: DynamicValues, found: DynamicReference, path: Path) -> None:
    try:
        values.value(found)
    except TemplateError as missing:
        raise TemplateError(missing.message, path=path) from None


def _check_type(document: Document, logical_id: str, type_name: str) -> None:
    try:
        provider(type_name)
    except UnsupportedType:
        line = document.line(("Resources", logical_id, "Type"))
        raise UnsupportedType(type_name, logical_id, line) from None


def _check_attributes(document: Document, resolved: Resolved) -> None:
    """Refuse a `Fn::GetAtt` to what the type does not have."""
    body = document.body
    for section in ("Resources", "Outputs"):
        present = resolved.resources if section == "Resources" else resolved.outputs
        for name in present:
            for found in references(body[section][name], (section, name), condition=resolved.conditions.__getitem__):
                if found.kind == "Fn::GetAtt" and found.attribute:
                    _check_attribute(document, resolved.resources[found.target].type, found)


def _check_attribute(document: Document, type_name: str, found: Reference) -> None:
    known = schema(type_name).attributes
    if found.attribute not in known:
        raise TemplateError(
            f"Template error: resource {found.target} does not support attribute type {found.attribute} in Fn::GetAtt; "
            f"{type_name} has {', '.join(sorted(known)) or 'none'}",
            path=found.path,
            line=document.line(found.path),
        )


def _check_properties(document: Document, logical_id: str, type_name: str, found: dict[str, Any]) -> None:
    wrong = problems(type_name, unsettled(found))
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
