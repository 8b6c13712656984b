"""Whether a change of a resource's properties needs a new resource, and when there cannot be one.

Not here: making it (`operation`), or what a comparison of two templates tells of it (`patterns.comparison.difference`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patterns.sandbox.provider.base import HandlerError
from patterns.sandbox.provider.finding import provider
from patterns.sandbox.stacks.state import Member
from patterns.template.schema import schema


def must_replace(member: Member, wanted: Member) -> bool:
    """Whether only a new resource can be as wanted."""
    facts = schema(member.type)
    if any(_changes(path, member, wanted) for path in facts.create_only):
        return True
    under_conditions = [path for path in facts.conditional_create_only if _changes(path, member, wanted)]
    names = {path.partition(".")[0] for path in under_conditions}
    return any(provider(member.type).must_replace(name, member.properties, wanted.properties) for name in names)


def _changes(path: str, member: Member, wanted: Member) -> bool:
    return bool(_at(member.properties, path.split(".")) != _at(wanted.properties, path.split(".")))


def refuse_same_name(member: Member, wanted: Member) -> None:
    """Refuse to replace what keeps a name of its own: the new one would need it while the old one has it.

    An identifier that the service has a part in is never the same twice.
    """
    names = schema(member.type).primary_identifier
    kept = [wanted.properties.get(name) for name in names]
    if None in kept or kept != [member.properties.get(name) for name in names]:
        return
    raise HandlerError(
        "InvalidRequest",
        "CloudFormation cannot update a stack when a custom-named resource requires replacing. "
        f"Rename {'|'.join(map(str, kept))} and update the stack again.",
    )


def _at(found: Any, path: list[str]) -> Any:
    """The value at a path of the schema, `*` standing for each item of a list; None where there is none."""
    for index, step in enumerate(path):
        if step == "*" and isinstance(found, list):
            return [_at(item, path[index + 1 :]) for item in found]
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
