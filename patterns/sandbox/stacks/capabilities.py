"""What a deployment has to acknowledge: that a template changes who may do what, and that macros make of it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (Capabilities)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from patterns.knowledge import about
from patterns.sandbox.core import arguments
from patterns.sandbox.core.errors import DeploymentRefused

IAM, NAMED_IAM, AUTO_EXPAND = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"
ALL = (AUTO_EXPAND, IAM, NAMED_IAM)


def given(asked: Iterable[str] | None) -> frozenset[str] | None:
    """The capabilities asked for, each one that there is; None for all. Raises `DeploymentRefused`."""
    if asked is None:
        return None
    found = frozenset([asked] if isinstance(asked, str) else arguments.texts(asked, "capabilities"))
    unknown = sorted(found - set(ALL))
    if unknown:
        raise DeploymentRefused(f"capabilities has no {', '.join(unknown)}: choose among {', '.join(ALL)}")
    return found


def needed(template: Mapping[str, Any], transforms: Sequence[Any]) -> dict[str, list[str]]:
    """What a template has to be acknowledged for: each capability, and the resources or transforms it is for.

    `template` is what the transforms have made.

    What a condition leaves out counts as well: CloudFormation reads the text.
    """
    found: dict[str, list[str]] = {}
    named = False
    for logical_id, resource in template["Resources"].items():
        acknowledged = about(str(resource.get("Type"))).acknowledged
        if acknowledged is not None:
            found.setdefault(IAM, []).append(logical_id)
            named = named or acknowledged.named_by in (resource.get("Properties") or {})
    if named:
        found[NAMED_IAM] = found.pop(IAM)
    if transforms:
        found[AUTO_EXPAND] = [_name(each) for each in transforms]
    return found


def suffice(acknowledged: frozenset[str], needed: Iterable[str]) -> bool:
    """Whether what was acknowledged is enough: CAPABILITY_NAMED_IAM says more than CAPABILITY_IAM."""
    given = acknowledged | ({IAM} if NAMED_IAM in acknowledged else set())
    return given.issuperset(needed)


def _name(transform: Any) -> str:
    return str(transform.get("Name") if isinstance(transform, Mapping) else transform)
