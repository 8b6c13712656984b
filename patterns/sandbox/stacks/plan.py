"""What a deployment is about to do, settled before anything is made: order, types, properties, parameters.

Not here: doing it (`engine`), and what a template is refused for (`checks`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from patterns.sandbox.core.account import Account
from patterns.sandbox.provider.parameter_values import attribute
from patterns.sandbox.stacks.checks import CHECKS, Draft, check_properties
from patterns.sandbox.stacks.dynamic_references import DynamicValues
from patterns.sandbox.stacks.leaving_out import Choice, LeftOut, check_choice, rest, with_images
from patterns.sandbox.stacks.macros import runner
from patterns.sandbox.stacks.masking import secrets_of
from patterns.sandbox.stacks.parameters import stored_values
from patterns.template.graph import dependencies, order
from patterns.template.parameters import masked
from patterns.template.resolve import Lookup, Resolved, Resolver, Resource, resolve
from patterns.template.schema import coerced
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
    left_out: LeftOut = field(default_factory=LeftOut)


@dataclass(frozen=True)
class Allowed:
    """What a deployment lets pass: what was acknowledged (None: all), and what becomes of types nobody makes."""

    capabilities: frozenset[str] | None = None
    unsupported: Choice = "refuse"

    def __post_init__(self) -> None:
        check_choice(self.unsupported)


EVERYTHING = Allowed()


def planned(
    account: Account,
    state: State,
    document: Document,
    given: Mapping[str, Any],
    exports: Mapping[str, str],
    allowed: Allowed = EVERYTHING,
) -> Plan:
    """The plan for `document`. Raises `TemplateError` or `UnsupportedType`, naming resource, path and line.

    Parameters, conditions and references are settled first (`resolve`), then come `CHECKS` one after another, then the
    order, for which no resource may depend on itself.
    """
    stored = stored_values(account, document, given)
    settle = partial(
        resolve, parameters=given, stored=stored, region=account.region, account_id=account.account_id,
        stack_name=state.name, exports=exports, strict=True, run=runner(account), attribute=partial(attribute, account),
    )  # fmt: skip
    resolved, left_out = settle(document), LeftOut()
    if allowed.unsupported == "leave_out":
        remaining, left_out = rest(resolved)
        if left_out:
            packages = tuple(each for each in resolved.packages if each.place[1] in remaining.body["Resources"])
            resolved = replace(settle(remaining), packages=packages)
    left_out = with_images(document, left_out)
    # Names that functions make, loops and transforms are settled in the resolved one.
    written, document = document, resolved.document
    draft = Draft(account, document, resolved, written, allowed.capabilities, allowed.unsupported == "leave_out")
    for check in CHECKS:
        check(draft)
    return Plan(
        document, resolved, tuple(order(resolved)), dependencies(resolved), dict(given), stored,
        masked(document, resolved.parameters), secrets_of(document, resolved.parameters), left_out,
    )  # fmt: skip


def resolver(account: Account, state: State, plan: Plan, lookup: Lookup, exports: Mapping[str, str]) -> Resolver:
    """A resolver over the same inputs as the plan's, that looks physical ids and attributes up in `lookup`."""
    return Resolver(
        plan.document, parameters=plan.given, stored=plan.stored, region=account.region, account_id=account.account_id,
        stack_name=state.name, stack_id=state.id, exports=exports, lookup=lookup, strict=True,
        attribute=partial(attribute, account),
    )  # fmt: skip


def properties(plan: Plan, resolve_with: Resolver, logical_id: str) -> dict[str, Any]:
    """The resource's properties, all known now but for what dynamic references stand for, in its schema's types."""
    resource = plan.resolved.resources[logical_id]
    return _coerced(plan, resource, resolve_with.properties(logical_id))


def settled_properties(plan: Plan, values: DynamicValues, logical_id: str, declared: dict[str, Any]) -> dict[str, Any]:
    """The same properties with what the dynamic references stand for."""
    return _coerced(plan, plan.resolved.resources[logical_id], values.settled(declared))


def _coerced(plan: Plan, resource: Resource, found: dict[str, Any]) -> dict[str, Any]:
    check_properties(plan.document, resource.logical_id, resource.type, found)
    return coerced(resource.type, found)
