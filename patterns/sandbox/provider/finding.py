"""The provider of a CloudFormation type, found by the type's name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from patterns.sandbox import services
from patterns.sandbox.core.errors import Unsupported, UnsupportedType
from patterns.sandbox.provider import cloudformation_types, custom_resources, nested_stacks, wait_conditions
from patterns.sandbox.provider.base import Provider
from patterns.template.schema import is_custom

OWN: Mapping[str, Provider] = {
    each.type: each
    for each in (
        nested_stacks.PROVIDER,
        cloudformation_types.CdkMetadata(),
        cloudformation_types.Macro(),
        wait_conditions.WaitHandle(),
        wait_conditions.WaitCondition(),
    )
}
"""Types of CloudFormation's own, which no service has."""


@cache
def provider(type_name: str) -> Provider:
    """The provider of a CloudFormation type, imported at first use. Raises `UnsupportedType`."""
    if is_custom(type_name):
        return custom_resources.of_type(type_name)
    if type_name in OWN:
        return OWN[type_name]
    if not re.fullmatch(r"AWS::[A-Za-z0-9]+::[A-Za-z0-9]+", type_name):
        raise UnsupportedType(Unsupported(type_name))
    _, service, kind = type_name.split("::")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", kind).lower()
    folder = services.folder("cloudformation", service)
    module = services.part(folder, f"resources.{words}") if folder else None
    found: Provider | None = getattr(module, "PROVIDER", None)
    if found is None or found.type != type_name:
        raise UnsupportedType(Unsupported(type_name))
    return found
