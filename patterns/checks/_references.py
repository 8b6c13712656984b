"""Which resource of the template a value leads to. Not a check."""

from __future__ import annotations

from typing import Any

from patterns.template.resolve import Resolved, Resource
from patterns.template.values import Unknown, is_plain, references_of


def undecided(value: Any) -> bool:
    """Whether only a deployment can tell what `value` means: an Fn::If, or a text put together."""
    return isinstance(value, Unknown) and not is_plain(value)


def is_given(value: Any) -> bool:
    """Whether there is certainly a value, whatever it is: `Ref: KeyName` is one, an undecided Fn::If may be none."""
    return value is not None and not undecided(value)


def target(resolved: Resolved, value: Any) -> Resource | None:
    """The resource of this template that `value` is a Ref or Fn::GetAtt of; None for anything else."""
    if not is_plain(value):
        return None
    ((name, _),) = value.references
    return resolved.resources.get(name)


def mentions(value: Any, resource: Resource) -> bool:
    """Whether `resource` is named anywhere in `value`, in a branch not decided yet too."""
    return any(name == resource.logical_id for name, _ in references_of(value))


def known_text(value: Any) -> str | None:
    """The value where it is a text that is known now."""
    return value if isinstance(value, str) else None
